// Mends: write(2) into an unwritten extent makes blocks beside it written, and says nothing of them.
//
// ext4_ext_convert_to_initialized() writes zeros to up to extent_max_zeroout_kb (32 KiB) of the extent before or behind
// what is written, so as not to split it. On DAX a mapping may show the zero page there. write(2) into such a block
// finds it written, IOMAP_F_NEW is not set, and dax_iomap_iter() invalidates nothing: the mapping keeps the zero page.
// With DAX the extent is split instead.
@@
identifier inode, split_flag;
@@
  ext4_ext_convert_to_initialized(..., struct inode *inode, ...)
  {
  ...
- if (EXT4_EXT_MAY_ZEROOUT & split_flag)
+ if ((EXT4_EXT_MAY_ZEROOUT & split_flag) && !IS_DAX(inode))
  max_zeroout = ...;
  ...
  }
