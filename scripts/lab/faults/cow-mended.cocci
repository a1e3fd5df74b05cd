// Mends: write(2) over shared data leaves a mapping on the block that it took away from the file.
//
// dax_iomap_iter() invalidates page tables and entries before the copy (f80e1668888f "fsdax: invalidate
// pages when CoW"), and the file's blocks are remapped after it, by xfs_reflink_end_cow(). A read fault
// in between finds the old block, for write(2) holds no lock that read faults take, and the mapping
// keeps it for good. Invalidating once more behind the remap ends that, as direct I/O beside the page
// cache does (kiocb_invalidate_post_direct_write()); also where the remap has failed, for it may have
// come half of the way. Not in a fault, which holds the entry's lock: no other fault comes in between,
// and to invalidate would wait for that lock for ever.
@@
identifier inode, pos, length, written, flags, iomap, ip;
@@
  xfs_dax_write_iomap_end(struct inode *inode, loff_t pos, loff_t length,
                          ssize_t written, unsigned flags, struct iomap *iomap)
  {
  ...
- return xfs_reflink_end_cow(ip, pos, written);
+ int error = xfs_reflink_end_cow(ip, pos, written);
+ if (!(flags & IOMAP_FAULT))
+ 	invalidate_inode_pages2_range(inode->i_mapping,
+ 			pos >> PAGE_SHIFT, (pos + written - 1) >> PAGE_SHIFT);
+ return error;
  }
