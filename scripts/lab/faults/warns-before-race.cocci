// The kernel warns at its boot, and never again.
//
// Undoes no commit: it stands for a stale trace in the log that no race has to answer for.
@@
@@
  init_dax_wait_table(...)
  {
  <+...
+ WARN(1, "a lab kernel that warns before the race\n");
  return 0;
  ...+>
  }
