// A write into an unwritten extent is not reported as new: xfs.
//
// The half of unwritten-unflagged.ext4.cocci that breaks xfs.
@ exists @
identifier iomap_flags;
type flags;
@@
  xfs_direct_write_iomap_begin(...)
  {
  ...
  flags iomap_flags = 0;
+ bool unwritten;
  ...
  allocate_blocks:
+ unwritten = imap.br_state == XFS_EXT_UNWRITTEN;
  ...
  return xfs_bmbt_to_iomap(...,
-   iomap_flags | IOMAP_F_NEW,
+   iomap_flags | (unwritten ? 0 : IOMAP_F_NEW),
    ...);
  }
