/** The extents of a file: fallocate(2) and the ioctl FS_IOC_FIEMAP, through koffi. */
import koffi from 'koffi';
import { systemError } from './errno.js';

const libc = koffi.load('libc.so.6');

const fallocateCall = libc.func('int fallocate(int fd, int mode, int64_t offset, int64_t length)');
const ftruncateCall = libc.func('int ftruncate(int fd, int64_t length)');
const lseekCall = libc.func('int64_t lseek(int fd, int64_t offset, int whence)');
const ioctlCall = libc.func('int ioctl(int fd, unsigned long request, _Inout_ uint8_t *argument)');

/** What fallocate(2) does to a range, but for giving it blocks (linux/falloc.h). */
export const Fallocate = {
  /** Takes the data away, and keeps the length of the file. */
  PUNCH_HOLE: 0x02 | 0x01,
  /** Takes the range away, and moves what follows down. */
  COLLAPSE_RANGE: 0x08,
  /** Makes it zeros. */
  ZERO_RANGE: 0x10,
  /** Puts a hole there, and moves what was there and what follows up. */
  INSERT_RANGE: 0x20,
  /** Gives it blocks that nobody shares. */
  UNSHARE_RANGE: 0x40,
} as const;
export type FallocateMode = (typeof Fallocate)[keyof typeof Fallocate];

/** lseek(2). */
const SEEK_DATA = 3;

/** linux/fiemap.h, Documentation/filesystems/fiemap.rst: sizes, flags and field offsets. */
const FS_IOC_FIEMAP = 0xc020660b;
const HEADER_BYTES = 32;
const EXTENT_BYTES = 56;
const MAPPED_EXTENTS_OFFSET = 20;
const EXTENT_COUNT_OFFSET = 24;
const EXTENT_LENGTH_OFFSET = 16;
const EXTENT_FLAGS_OFFSET = 40;
const FIEMAP_EXTENT_UNWRITTEN = 0x800;
const FIEMAP_EXTENT_SHARED = 0x2000;
/** A fresh arena has a few extents; one in more pieces than this is not taken for whole. */
const EXTENTS_LIMIT = 256;

/**
 * Gives a range of a file blocks without data: unwritten extents, where the filesystem has them.
 *
 * @throws Error where fallocate(2) fails
 */
export function allocateUnwritten(fd: number, offsetBytes: number, lengthBytes: number): void {
  if (fallocateCall(fd, 0, offsetBytes, lengthBytes) === 0) return;
  throw systemError('fallocate(2)');
}

/**
 * Changes a range of a file, with fallocate(2).
 *
 * @throws Error with the errno's name as its code where it fails
 */
export function fallocate(
  fd: number,
  mode: FallocateMode,
  offsetBytes: number,
  lengthBytes: number,
): void {
  if (fallocateCall(fd, mode, offsetBytes, lengthBytes) === 0) return;
  throw systemError('fallocate(2)');
}

/** Punches a hole. @throws as `fallocate` */
export function punchHole(fd: number, offsetBytes: number, lengthBytes: number): void {
  fallocate(fd, Fallocate.PUNCH_HOLE, offsetBytes, lengthBytes);
}

/**
 * Sets a file's length, with ftruncate(2).
 *
 * @throws Error with the errno's name as its code where it fails
 */
export function truncate(fd: number, lengthBytes: number): void {
  if (ftruncateCall(fd, lengthBytes) !== 0) throw systemError('ftruncate(2)');
}

/**
 * Where the next data of a file lies, from an offset on. A filesystem that does not tell calls everything data;
 * an unwritten extent is a hole here (lseek(2)).
 *
 * @returns its offset in bytes, infinite where there is none
 */
export function nextData(fd: number, offsetBytes: number): number {
  const found = Number(lseekCall(fd, offsetBytes, SEEK_DATA));
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}

/**
 * How many bytes of a range lie in unwritten extents.
 *
 * @returns null where the filesystem does not tell
 */
export function unwrittenBytes(
  fd: number,
  offsetBytes: number,
  lengthBytes: number,
): number | null {
  return bytesWith(FIEMAP_EXTENT_UNWRITTEN, fd, offsetBytes, lengthBytes);
}

/** How many bytes of a range lie in blocks that others share. Returns null where the filesystem does not tell. */
export function sharedBytes(fd: number, offsetBytes: number, lengthBytes: number): number | null {
  return bytesWith(FIEMAP_EXTENT_SHARED, fd, offsetBytes, lengthBytes);
}

function bytesWith(
  flag: number,
  fd: number,
  offsetBytes: number,
  lengthBytes: number,
): number | null {
  const fiemap = Buffer.alloc(HEADER_BYTES + EXTENTS_LIMIT * EXTENT_BYTES);
  fiemap.writeBigUInt64LE(BigInt(offsetBytes), 0);
  fiemap.writeBigUInt64LE(BigInt(lengthBytes), 8);
  fiemap.writeUInt32LE(EXTENTS_LIMIT, EXTENT_COUNT_OFFSET);
  if (ioctlCall(fd, FS_IOC_FIEMAP, fiemap) !== 0) return null;
  const end = offsetBytes + lengthBytes;
  let sum = 0;
  for (let index = 0; index < fiemap.readUInt32LE(MAPPED_EXTENTS_OFFSET); index++) {
    const at = HEADER_BYTES + index * EXTENT_BYTES;
    if ((fiemap.readUInt32LE(at + EXTENT_FLAGS_OFFSET) & flag) === 0) continue;
    const from = Number(fiemap.readBigUInt64LE(at));
    const to = from + Number(fiemap.readBigUInt64LE(at + EXTENT_LENGTH_OFFSET));
    sum += Math.max(0, Math.min(to, end) - Math.max(from, offsetBytes));
  }
  return sum;
}
