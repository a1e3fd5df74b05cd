// One invalidation in 4,096 is skipped.
//
// Undoes no commit: it stands for all that goes wrong seldom and at random, and shows
// what a clean verdict is worth. The invalidation of e3fce68cdbed ("dax: Avoid page
// invalidation races and unnecessary radix tree traversals") is left out now and then.
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
