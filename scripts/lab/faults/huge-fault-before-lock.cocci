// The 2 MiB fault looks up the extent before it locks the mapping entry.
//
// Undoes 876f29460cbd ("dax: fix PMD data corruption when fault races with write"). As
// the race of the 4 KiB fault, but only where the fault maps the huge zero page: the
// kernel passes everything that faults 4 KiB at a time.
@@
identifier iter, ops, error, entry;
expression raced_with_small, start;
@@
  dax_iomap_pmd_fault(...)
  {
  ...
+ iter.pos = start;
+ error = iomap_iter(&iter, ops);
  entry = grab_mapping_entry(...);
  if (xa_is_internal(entry)) {
+   if (error > 0) iomap_iter(&iter, ops);
    ...
  }
  ...
  if (raced_with_small) {
+   if (error > 0) iomap_iter(&iter, ops);
    ...
    goto unlock_entry;
  }
  ...
- iter.pos = start;
- while ((error = iomap_iter(&iter, ops)) > 0)
+ for (; error > 0; error = iomap_iter(&iter, ops))
  {
  ...
  }
  ...
  }
