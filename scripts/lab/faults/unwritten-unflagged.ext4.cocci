// A write into an unwritten extent is not reported as new: ext4.
//
// Undoes the promise that dax_iomap_iter() relies on since cd656375f946 ("mm: fix data
// corruption due to stale mmap reads"): a filesystem flags blocks that were unwritten
// until now with IOMAP_F_NEW. Files with sparse holes behave; in a fallocated file a
// process that has read a page keeps its zero page.
@@
identifier map;
@@
  ext4_ext_handle_unwritten_extents(...)
  {
  ...
- map->m_flags |= EXT4_MAP_NEW;
  ...
  }
