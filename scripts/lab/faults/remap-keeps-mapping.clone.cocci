// A reflink over data leaves the mapping on the blocks that the file had.
//
// Undoes a part of 2c307174ab77 ("xfs: flush removing page cache in xfs_reflink_remap_prep"): the range that is to
// get other blocks is written back and unmapped before. A process that had read it goes on to see the old data. The
// look for pinned pages, which unmaps as well, is the other half (punch-keeps-mapping.layout).
@@
@@
  xfs_reflink_remap_prep(...)
  {
  <+...
- xfs_flush_unmap_range(...)
+ 0
  ...+>
  }
