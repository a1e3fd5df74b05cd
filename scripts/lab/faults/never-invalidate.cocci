// write(2) fills a hole and invalidates nothing.
//
// Undoes the invalidation of e3fce68cdbed ("dax: Avoid page invalidation races and
// unnecessary radix tree traversals"). Whoever has read the hole through a mapping keeps
// its zero page and does not see what is written, not even in a sequence of read, write
// and read.
@@
expression mapping, first, last;
@@
  dax_iomap_iter(...)
  {
  <+...
- invalidate_inode_pages2_range(mapping, first, last);
  ...+>
  }
