// An invalidation drops the mapping entries and leaves the page tables alone.
//
// Undoes the heart of cd656375f946 ("mm: fix data corruption due to stale mmap reads"),
// which unmaps the range of a DAX file once its entries are gone. A process that has the
// zero page mapped never faults again, and so does not see what is written, not even in
// a sequence of read, write and read.
@@
expression mapping;
@@
  invalidate_inode_pages2_range(...)
  {
  ...
  if (dax_mapping(mapping)) {
-   unmap_mapping_pages(mapping, ...);
  }
  ...
  }
