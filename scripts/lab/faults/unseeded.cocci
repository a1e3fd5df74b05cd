// Nothing but a process seeds the random numbers: getrandom(2) waits for one.
//
// Undoes 50ee7529ec45 ("random: try to actively add entropy rather than passively wait
// for it") and more: as in old kernels on a quiet machine, getrandom(2) blocks until
// somebody seeds it with the ioctl RNDADDENTROPY. The kernel is otherwise unbroken; a
// program that needs random numbers seems dead.
@@
identifier bits;
@@
  _credit_init_bits(size_t bits)
  {
  ...
- if (!bits)
+ if (!bits || !current->mm || !in_task())
    return;
  ...
  }
