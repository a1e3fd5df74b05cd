// No block device has DAX for a filesystem: asking for it is refused.
//
// Undoes no commit: it stands for a kernel that is built without FS_DAX, whose fs_dax_get_by_bdev() finds nothing either
// (include/linux/dax.h). Left out of the configuration, it would have nearly every file compiled anew.
@@
expression queue;
@@
  fs_dax_get_by_bdev(...)
  {
  <+...
- !blk_queue_dax(queue)
+ true
  ...+>
  }
