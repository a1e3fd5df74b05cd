// Each write(2) to a DAX file warns.
//
// Undoes no commit: it stands for a kernel that says the same faster than anybody reads it.
@@
identifier iter;
@@
  dax_iomap_rw(...)
  {
  <+...
+ WARN_ON(1);
  iter.flags |= IOMAP_WRITE;
  ...+>
  }
