// A direct write leaves clean page-cache pages in place: before it.
//
// Undoes what 55635ba76ef9 ("fs: fix data invalidation in the cleancache during direct
// IO") completed: a direct write takes the pages of its range out of the page cache. A
// process that has the page mapped, of a file that is not DAX, keeps the old data.
@@
statement give_up;
@@
  __iomap_dio_rw(...)
  {
  <+...
- if (invalidate_inode_pages2_range(...)) give_up
  ...+>
  }
