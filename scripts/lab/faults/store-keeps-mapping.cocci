// A store through another mapping leaves a mapping on what was there before it.
//
// Undoes, for zero pages, a part of 91d25ba8a6b0 ("dax: use common 4k zero page for dax mmap reads"), and the same
// for shared blocks of the copy on write that came with Linux 6.0: a fault that gives the file another page unmaps
// the old one from all processes. One that had read the hole goes on to see zeros, one that had
// read shared data the data of the other owner.
@@
@@
  dax_insert_entry(...)
  {
  <+...
- unmap_mapping_pages(...);
+ ;
  ...+>
  }
