// write(2) to a DAX file warns, once, in words of its own.
//
// Undoes no commit: it stands for a path of write(2) that finds something wrong and goes on.
@@
identifier iter;
@@
  dax_iomap_rw(...)
  {
  <+...
+ WARN_ONCE(1, "a lab kernel that warns in write(2)\n");
  iter.flags |= IOMAP_WRITE;
  ...+>
  }
