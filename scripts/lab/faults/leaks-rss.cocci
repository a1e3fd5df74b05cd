// The 4 KiB fault of DAX counts a page too many.
//
// Undoes no commit: it stands for page tables that do not add up, which the kernel
// finds when the last thread of a process has gone (generic/437 of fstests).
@@
identifier entry;
expression list arguments;
@@
  dax_iomap_pte_fault(...)
  {
  <+...
+ inc_mm_counter(vmf->vma->vm_mm, MM_FILEPAGES);
  entry = grab_mapping_entry(arguments);
  ...+>
  }
