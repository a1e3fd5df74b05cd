// Taking a part out of what a huge page maps leaves the huge mapping whole.
//
// Undoes, for DAX, a part of 71e3aac0724f ("thp: transparent hugepage core"): where less is unmapped than a huge page
// maps, its mapping is split first, and of a file that means it goes. A process that has read 2 MiB by one fault goes on
// to see the old data of the page that was zeroed; one that has read 4 KiB does not. The look for pinned pages, which
// unmaps the whole file, is the other half (punch-keeps-mapping.layout).
@@
identifier vma, pmd, addr;
@@
  zap_pmd_range(..., struct vm_area_struct *vma, ...)
  {
  <+...
- __split_huge_pmd(vma, pmd, addr, false, NULL);
+ { if (vma_is_dax(vma)) goto next; __split_huge_pmd(vma, pmd, addr, false, NULL); }
  ...+>
  }
