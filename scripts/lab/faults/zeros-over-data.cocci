// A read fault over data maps zeros.
//
// Undoes what a7d73fe6c538 ("dax: provide an iomap based fault handler") began with: only a hole, or an extent that
// has not been written, is mapped as the zero page. A process that reads data through a mapping sees none of it.
@@
identifier iomap;
expression write;
@@
  dax_fault_iter(...)
  {
  <+...
- if (!write &&
-     (iomap->type == IOMAP_UNWRITTEN || iomap->type == IOMAP_HOLE))
+ if (!write)
  {
  ...
  }
  ...+>
  }
