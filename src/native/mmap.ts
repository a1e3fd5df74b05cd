/**
 * Memory mapping, through the package mmap-io.
 *
 * mmap-io's own entry point finds its binary with node-pre-gyp, whose dependency tree costs far more
 * to load than the binary itself (seconds in an emulated guest, in every worker). So the binary is
 * opened where npm has built it, and the entry point is only the fallback.
 *
 * mmap-io unmaps when the garbage collector finds the Buffer unreachable, never earlier: map once for
 * a scenario, not once for an attempt.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The part of mmap-io that holerace calls. Its arguments are 32-bit ints. */
interface MmapIo {
  readonly PROT_READ: 1;
  readonly PROT_WRITE: 2;
  readonly MAP_SHARED: 1;
  readonly MADV_RANDOM: 1;
  readonly PAGESIZE: number;
  map(size: number, protection: number, flags: number, fd: number, offset: number): Buffer;
  advise(buffer: Buffer, offset: number, length: number, advice: number): void;
}

/** mmap-io takes size and offset as 32-bit signed ints. */
export const MAP_LIMIT_BYTES = 2 ** 31 - 1;

/** madvise(2): no transparent huge pages in this range (asm-generic/mman-common.h). */
const MADV_NOHUGEPAGE = 15;

const require = createRequire(import.meta.url);

/** Where npm puts mmap-io's binary, relative to the package. */
export const MMAP_IO_BINARY = 'build/Release/mmap_io.node';

/** The folder of the installed package mmap-io. */
export function mmapIoFolder(): string {
  return path.dirname(require.resolve('mmap-io/package.json'));
}

function loadMmapIo(): MmapIo {
  const binary = path.join(mmapIoFolder(), MMAP_IO_BINARY);
  return require(existsSync(binary) ? binary : 'mmap-io') as MmapIo;
}

const mmapIo = loadMmapIo();

/** The page size of this machine in bytes. */
export const PAGE_SIZE_BYTES: number = mmapIo.PAGESIZE;

/**
 * Maps a range of a file, shared.
 *
 * @param fd an open file, readable
 * @param offsetBytes a multiple of the page size
 * @param lengthBytes of the range
 * @param writable whether it can be stored to; the file must be open for writing then
 * @throws Error where mmap(2) fails, RangeError where mmap-io's 32-bit ints would overflow
 */
export function mapShared(
  fd: number,
  offsetBytes: number,
  lengthBytes: number,
  writable = false,
): Buffer {
  if (offsetBytes + lengthBytes > MAP_LIMIT_BYTES) {
    throw new RangeError(
      `a mapping must end below ${MAP_LIMIT_BYTES} bytes, this one ends at ${offsetBytes + lengthBytes}`,
    );
  }
  const protection = writable ? mmapIo.PROT_READ | mmapIo.PROT_WRITE : mmapIo.PROT_READ;
  return mmapIo.map(lengthBytes, protection, mmapIo.MAP_SHARED, fd, offsetBytes);
}

/**
 * Asks for 4 KiB faults only, so that one fault cannot map the neighbours of a page as well.
 * A kernel without transparent huge pages answers EINVAL (madvise(2)), and has no huge faults to forbid.
 */
export function forbidHugePages(mapping: Buffer): void {
  try {
    mmapIo.advise(mapping, 0, mapping.length, MADV_NOHUGEPAGE);
  } catch {
    // EINVAL: nothing to forbid.
  }
}

/** Switches readahead off, which would otherwise fault in pages of the page cache ahead of the race. */
export function forbidReadahead(mapping: Buffer): void {
  mmapIo.advise(mapping, 0, mapping.length, mmapIo.MADV_RANDOM);
}
