// Punching a hole leaves the mapping on the freed blocks: the other half of it.
//
// Undoes a part of 5fac7408d828 ("mm, fs, dax: handle layout changes to pinned dax
// mappings"): since then the filesystem looks for pinned pages before it takes blocks away,
// and that look unmaps the range as well. As long as it does, leaving out the unmapping
// behind it shows nowhere.
@@
identifier mapping;
@@
  dax_layout_busy_page_range(...)
  {
  ...
- unmap_mapping_pages(mapping, ...);
  ...
  }
