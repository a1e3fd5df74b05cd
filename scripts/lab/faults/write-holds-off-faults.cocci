// Mends, to show a cause: write(2) with DAX and a store's fault both copy a shared block, and the one wipes out what the
// other has stored; and a read fault finds the block that write(2) is about to take away.
//
// Both come from write(2) holding no lock that faults take. Here it holds the mapping's invalidate lock over all of its
// work, as fallocate(2) does. It is no patch for a maintainer as it stands: where the buffer of write(2) is a mapping of
// the same file, its own fault would wait for that lock for ever. To fault the buffer in first, and copy with page faults
// disabled, as buffered writes do, would go with it.
@@
identifier iocb, from;
expression ret;
@@
  xfs_file_dax_write(struct kiocb *iocb, struct iov_iter *from)
  {
  ...
+ filemap_invalidate_lock(iocb->ki_filp->f_mapping);
  ret = dax_iomap_rw(iocb, from, &xfs_dax_write_iomap_ops);
+ filemap_invalidate_unlock(iocb->ki_filp->f_mapping);
  ...
  }
