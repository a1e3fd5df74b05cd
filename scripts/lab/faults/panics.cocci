// The kernel panics when a filesystem takes hold of a DAX device.
//
// Undoes no commit: it stands for a kernel that dies before anything could be tested.
@@
identifier id;
@@
  fs_dax_get_by_bdev(...)
  {
  ...
+ panic("a lab kernel that panics when DAX is mounted");
  id = dax_read_lock();
  ...
  }
