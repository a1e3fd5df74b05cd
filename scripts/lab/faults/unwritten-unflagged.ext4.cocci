// A write into an unwritten extent is not reported as new: ext4.
//
// Undoes the promise that dax_iomap_iter() relies on since e3fce68cdbed ("dax: Avoid page
// invalidation races and unnecessary radix tree traversals"): a filesystem flags blocks
// that were unwritten until now with IOMAP_F_NEW. Files with sparse holes behave; in a
// fallocated file a process that has read a page keeps its zero page.
@@
identifier map;
@@
  ext4_ext_handle_unwritten_extents(...)
  {
  ...
- map->m_flags |= EXT4_MAP_NEW;
  ...
  }
