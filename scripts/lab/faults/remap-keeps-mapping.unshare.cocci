// Unsharing leaves the mapping on the block that is shared.
//
// Undoes a part of d984648e428b ("fsdax,xfs: port unshare to fsdax"): the range is invalidated before its data is
// copied to blocks of its own. A process that had read it goes on to see the block of the other owner, whatever is
// written into the file's own. The look for pinned pages, which unmaps as well, is the other half
// (punch-keeps-mapping.layout).
@@
@@
  dax_unshare_iter(...)
  {
  ...
- invalidate_inode_pages2_range(...);
  ...
  }
