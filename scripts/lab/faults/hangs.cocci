// write(2) to a DAX file never returns, and cannot be killed.
//
// Undoes no commit: it stands for a kernel that hangs in the middle of a race.
@@
identifier iter;
@@
  dax_iomap_rw(...)
  {
  <+...
+ for (;;) schedule_timeout_uninterruptible(MAX_SCHEDULE_TIMEOUT);
  iter.flags |= IOMAP_WRITE;
  ...+>
  }
