// A direct write leaves clean page-cache pages in place: after it.
//
// The half of direct-write-keeps-pages.before.cocci that takes pages out again once
// the write is done.
@@
@@
  iomap_dio_complete(...)
  {
  <+...
- kiocb_invalidate_post_direct_write(...);
  ...+>
  }
