/** The calls of the C library that Node.js lacks, through koffi (prebuilt, and loads in workers). */
import koffi from 'koffi';
import { PAGE_BYTES } from './page-sizes.js';

const libc = koffi.load('libc.so.6');

const statxCall = libc.func(
  'int statx(int dirfd, const char *path, int flags, unsigned int mask, _Out_ uint8_t *buffer)',
);

/** statx(2), linux/stat.h: sizes, flags and field offsets of struct statx. */
const STATX_BYTES = 256;
const STATX_BASIC_STATS = 0x7ff;
const AT_EMPTY_PATH = 0x1000;
const ATTRIBUTES_OFFSET = 8;
const ATTRIBUTES_MASK_OFFSET = 56;
const STATX_ATTR_DAX = 0x0020_0000n;

/**
 * Whether the kernel says that this very file is DAX (STATX_ATTR_DAX, since Linux 5.8).
 *
 * @param fd the open file
 * @returns true or false as the kernel reports it, null where the kernel does not report the attribute
 */
export function statxDax(fd: number): boolean | null {
  const buffer = Buffer.alloc(STATX_BYTES);
  if (statxCall(fd, '', AT_EMPTY_PATH, STATX_BASIC_STATS, buffer) !== 0) return null;
  if ((buffer.readBigUInt64LE(ATTRIBUTES_MASK_OFFSET) & STATX_ATTR_DAX) === 0n) return null;
  return (buffer.readBigUInt64LE(ATTRIBUTES_OFFSET) & STATX_ATTR_DAX) !== 0n;
}

/** mmap(2) itself: the address, or -1. */
export const mmapCall = libc.func(
  'intptr_t mmap(uintptr_t address, size_t length, int protection, int flags, int fd, int64_t offset)',
);

/** munmap(2). */
export const munmapCall = libc.func('int munmap(uintptr_t address, size_t length)');

/** mmap(2), asm-generic/mman-common.h. */
const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;
const MAP_PRIVATE = 2;
const MAP_FIXED = 0x10;
const MAP_ANONYMOUS = 0x20;

/**
 * Maps the same range of a file over an existing mapping of it, at the same address: page tables and all
 * are fresh, which a truncation does not achieve, and nothing is left for the garbage collector to unmap.
 *
 * @param mapping from mapShared, of the same file and offset
 * @throws Error where mmap(2) fails
 */
export function mapAgain(mapping: Buffer, fd: number, offsetBytes: number): void {
  mapOver(mapping, MAP_SHARED | MAP_FIXED, fd, offsetBytes);
}

/**
 * Lets go of the file that a mapping shows: it keeps its filesystem busy, and would be let go only when the
 * garbage collector comes by. What is left at the address is empty memory, which is unmapped then.
 *
 * @param mapping from mapShared; it shows zeros afterwards
 * @throws Error where mmap(2) fails
 */
export function unmap(mapping: Buffer): void {
  mapOver(mapping, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

function mapOver(
  mapping: Buffer,
  flags: number,
  fd: number,
  offsetBytes: number,
  protection = PROT_READ,
): void {
  const place = addressOf(mapping);
  const address = mmapCall(place, mapping.length, protection, flags, fd, offsetBytes);
  if (Number(address) !== place) {
    throw new Error('mmap(2) failed over a mapping that was there');
  }
}

/**
 * Maps one page of a file over what lies at an offset of a mapping of it.
 *
 * @param mapping from mapShared, of the same file
 * @param atBytes where in the mapping the page lies
 * @param mappingOffsetBytes where in the file the mapping begins
 * @param writable whether the mapping can be stored to
 * @returns the page
 * @throws Error where mmap(2) fails
 */
export function mapPageAgain(
  mapping: Buffer,
  atBytes: number,
  fd: number,
  mappingOffsetBytes: number,
  writable = false,
): Buffer {
  const from = atBytes - (atBytes % PAGE_BYTES);
  const page = mapping.subarray(from, from + PAGE_BYTES);
  const protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  mapOver(page, MAP_SHARED | MAP_FIXED, fd, mappingOffsetBytes + from, protection);
  return page;
}

/** The virtual address at which a Buffer's first byte lies: those of users have 47 bits, a number holds them. */
export function addressOf(buffer: Buffer): number {
  return Number(koffi.address(buffer));
}
