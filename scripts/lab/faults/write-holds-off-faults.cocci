// Mends, to show a cause: write(2) with DAX and a store's fault both copy a shared block, and the one wipes out what the
// other has stored; and a read fault finds the block that write(2) is about to take away.
//
// Both come from write(2) holding no lock that faults take. Here it holds the mapping's invalidate lock over all of its
// work, as fallocate(2) does. The buffer is faulted in first, and copied with page faults disabled, as in buffered writes: it
// may be a mapping of the same file, whose fault would wait for that lock for ever. For a maintainer it lacks that write(2)
// tries again where a page of the buffer is gone by then.
@@
identifier iocb, from;
expression ret;
@@
  xfs_file_dax_write(struct kiocb *iocb, struct iov_iter *from)
  {
  ...
+ fault_in_iov_iter_readable(from, iov_iter_count(from));
+ filemap_invalidate_lock(iocb->ki_filp->f_mapping);
+ pagefault_disable();
  ret = dax_iomap_rw(iocb, from, &xfs_dax_write_iomap_ops);
+ pagefault_enable();
+ filemap_invalidate_unlock(iocb->ki_filp->f_mapping);
  ...
  }
