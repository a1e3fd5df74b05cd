// The 4 KiB fault of DAX warns, once.
//
// Undoes no commit: it stands for the WARN_ON_ONCE()s of fs/dax.c, such as that of
// dax_insert_entry() in 6.0 and 6.1, which no process sees.
@@
identifier entry;
expression list arguments;
@@
  dax_iomap_pte_fault(...)
  {
  <+...
+ WARN_ON_ONCE(1);
  entry = grab_mapping_entry(arguments);
  ...+>
  }
