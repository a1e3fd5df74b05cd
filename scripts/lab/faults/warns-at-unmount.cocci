// Each unmount of a filesystem on a block device warns.
//
// Undoes no commit: it stands for what is found wrong only when a filesystem is taken
// down, as busy inodes or DAX entries that were left behind.
@@
expression sb;
@@
  kill_block_super(...)
  {
  <+...
  generic_shutdown_super(sb);
+ WARN(1, "a lab kernel that warns at unmount\n");
  ...+>
  }
