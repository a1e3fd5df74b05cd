// One invalidation in 4,096 is skipped.
//
// Undoes no commit: it stands for all that goes wrong seldom and at random, and shows
// what a clean verdict is worth. cd656375f946 ("mm: fix data corruption due to stale
// mmap reads") is broken in one write of 4,096 alone.
@@
expression mapping, first, last;
@@
  dax_iomap_iter(...)
  {
  <+...
- invalidate_inode_pages2_range(mapping, first, last);
+ {
+   static atomic_t invalidations;
+
+   if (atomic_inc_return(&invalidations) % 4096)
+     invalidate_inode_pages2_range(mapping, first, last);
+ }
  ...+>
  }
