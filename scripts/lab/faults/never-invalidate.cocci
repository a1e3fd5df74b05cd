// write(2) fills a hole and invalidates nothing.
//
// Undoes the heart of cd656375f946 ("mm: fix data corruption due to stale mmap
// reads"). Whoever has read the hole through a mapping keeps its zero page and does
// not see what is written, not even in a sequence of read, write and read.
@@
expression mapping, first, last;
@@
  dax_iomap_iter(...)
  {
  <+...
- invalidate_inode_pages2_range(mapping, first, last);
  ...+>
  }
