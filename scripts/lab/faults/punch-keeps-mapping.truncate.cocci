// Punching a hole leaves the mapping on the freed blocks.
//
// Undoes, for DAX, what ea3d7209ca01 ("ext4: fix races between page faults and hole
// punching") made safe: the blocks go, and the page tables of a process that had read
// them still point there. It sees the old data, and later whatever file gets the blocks.
@@
identifier mapping;
expression whole_page;
@@
  truncate_pagecache_range(...)
  {
  ...
- if (whole_page)
+ if (whole_page && !dax_mapping(mapping))
    unmap_mapping_range(mapping, ...);
  ...
  }
