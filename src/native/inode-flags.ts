/** Flags of a directory that its new files inherit: FS_IOC_FSSETXATTR (ioctl_xfs_fssetxattr(2)), through koffi. */
import { closeSync, openSync } from 'node:fs';
import koffi from 'koffi';
import { systemError } from './errno.js';

const libc = koffi.load('libc.so.6');

const ioctlCall = libc.func('int ioctl(int fd, unsigned long request, _Inout_ uint8_t *argument)');

/** linux/fs.h: struct fsxattr of 28 bytes, whose first word holds the flags. */
const FS_IOC_FSGETXATTR = 0x801c581f;
const FS_IOC_FSSETXATTR = 0x401c5820;
const FSXATTR_BYTES = 28;
const FS_XFLAG_DAX = 0x8000;

/**
 * Has files that are made in a directory from now on be DAX, where it is mounted with dax=inode (the kernel's
 * Documentation/filesystems/dax.rst; since Linux 5.8).
 *
 * @throws Error with the errno's name as its code where the filesystem does not take the flag
 */
export function setDaxFlag(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    const attributes = Buffer.alloc(FSXATTR_BYTES);
    if (ioctlCall(fd, FS_IOC_FSGETXATTR, attributes) !== 0) throw systemError('FS_IOC_FSGETXATTR');
    attributes.writeUInt32LE((attributes.readUInt32LE(0) | FS_XFLAG_DAX) >>> 0, 0);
    if (ioctlCall(fd, FS_IOC_FSSETXATTR, attributes) !== 0) throw systemError('FS_IOC_FSSETXATTR');
  } finally {
    closeSync(fd);
  }
}
