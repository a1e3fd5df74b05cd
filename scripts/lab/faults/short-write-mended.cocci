// write(2) with DAX copies the whole of the blocks that it is about to replace, and not only what lies around the range that it
// was asked for: where it ends early, what lies between that and the end of the range is not in the new block else.
// Mends what ea6c49b784f0 (6.0) has left open. A user sees what the disk held before, where a write(2) over shared data ended
// early.
@@
expression ret;
@@
  dax_iomap_iter(...)
  {
  ...
  while (...) {
  ...
  if (cow) {
- ret = dax_iomap_copy_around(pos, length, PAGE_SIZE, srcmap, kaddr);
+ ret = dax_iomap_copy_around(pos - offset, size, PAGE_SIZE, srcmap, kaddr);
  ...
  }
  ...
  }
  ...
  }
