// The 4 KiB fault looks up the extent before it locks the mapping entry.
//
// Undoes 13e451fdc1af ("dax: fix data corruption when fault races with write"). A
// write(2) that allocates the block and invalidates between the look-up and the lock
// is missed, and the fault then maps the zero page. Only a fault that meets the write
// is stale: a sequence of read, write and read passes.
@@
identifier iter, ops, error, entry;
expression raced_with_huge;
@@
  dax_iomap_pte_fault(...)
  {
  ...
+ error = iomap_iter(&iter, ops);
  entry = grab_mapping_entry(...);
  if (xa_is_internal(entry)) {
+   if (error > 0) iomap_iter(&iter, ops);
    ...
  }
  ...
  if (raced_with_huge) {
+   if (error > 0) iomap_iter(&iter, ops);
    ...
    goto unlock_entry;
  }
  ...
- while ((error = iomap_iter(&iter, ops)) > 0)
+ for (; error > 0; error = iomap_iter(&iter, ops))
  {
  ...
  }
  ...
  }
