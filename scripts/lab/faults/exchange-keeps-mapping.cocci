// An exchange of ranges leaves both mappings on the blocks that they had.
//
// Undoes a part of 9a64d9b3109d ("xfs: introduce new file range exchange ioctl"): both ranges are written back and
// unmapped before their blocks change places. A process that had read one goes on to see what the other has now. The look
// for pinned pages, which unmaps as well, is the other half (punch-keeps-mapping.layout).
@@
@@
  xfs_exchrange_prep(...)
  {
  <+...
- xfs_flush_unmap_range(...)
+ 0
  ...+>
  }
