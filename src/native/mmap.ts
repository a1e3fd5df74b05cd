/**
 * Memory mapping: through the package mmap-io wherever it can be loaded, else through koffi. mmap-io has to be
 * compiled, for each Node.js anew, and a machine may have no compiler.
 *
 * A mapping is unmapped when the garbage collector finds its Buffer unreachable, never earlier: map once for
 * a scenario, not once for an attempt.
 */
import koffi from 'koffi';
import { messageOf, UsageError } from '../errors.js';
import { koffiMapper, type Mapper, mmapIoMapper } from './mapper.js';
import { MAPPING_VARIABLE } from './mapping-variable.js';

/** mmap-io takes size and offset as 32-bit signed ints. Held to with koffi too, so that both race alike. */
export const MAP_LIMIT_BYTES = 2 ** 31 - 1;

/** madvise(2), asm-generic/mman-common.h. */
const MADV_RANDOM = 1;
/** No transparent huge pages in this range. */
const MADV_NOHUGEPAGE = 15;

/** The page size of this machine in bytes. */
export const PAGE_SIZE_BYTES: number = koffi.load('libc.so.6').func('int getpagesize()')();

export const MAPPINGS = ['mmap-io', 'koffi'] as const;
export type Mapping = (typeof MAPPINGS)[number];

interface Chosen {
  readonly mapping: Mapping;
  readonly mapper: Mapper;
  /** Why it is not mmap-io, null where it is. */
  readonly why: string | null;
}

let kept: Chosen | null = null;

/** Not before it is needed: what a user asks for wrongly can be said then. */
function chosen(): Chosen {
  kept ??= choose(process.env[MAPPING_VARIABLE] ?? '');
  return kept;
}

function choose(asked: string): Chosen {
  if (asked !== '' && !MAPPINGS.some((mapping) => mapping === asked)) {
    throw new UsageError(`${MAPPING_VARIABLE} is ${asked}: set it to ${MAPPINGS.join(' or ')}`);
  }
  if (asked === 'koffi') {
    return { mapping: 'koffi', mapper: koffiMapper(), why: `${MAPPING_VARIABLE} asks for it` };
  }
  try {
    return { mapping: 'mmap-io', mapper: mmapIoMapper(), why: null };
  } catch (error) {
    const [reason = ''] = messageOf(error).split('\n');
    if (asked === 'mmap-io') {
      throw new UsageError(
        `${MAPPING_VARIABLE} asks for mmap-io, which cannot be loaded (${reason}): run scripts/setup, or unset it`,
      );
    }
    return { mapping: 'koffi', mapper: koffiMapper(), why: `mmap-io cannot be loaded: ${reason}` };
  }
}

/**
 * What maps files here, and why it is not mmap-io where it is not.
 *
 * @throws UsageError where HOLERACE_MAPPING asks for what there is not
 */
export function mappingHere(): Omit<Chosen, 'mapper'> {
  const { mapping, why } = chosen();
  return { mapping, why };
}

/**
 * Maps a range of a file, shared.
 *
 * @param fd an open file, readable
 * @param offsetBytes a multiple of the page size
 * @param lengthBytes of the range
 * @param writable whether it can be stored to; the file must be open for writing then
 * @throws Error with the errno's name as its code where mmap(2) fails, RangeError where mmap-io's 32-bit ints would overflow
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
  return chosen().mapper.map(fd, offsetBytes, lengthBytes, writable);
}

/**
 * Asks for 4 KiB faults only, so that one fault cannot map the neighbours of a page as well.
 * A kernel without transparent huge pages answers EINVAL (madvise(2)), and has no huge faults to forbid.
 */
export function forbidHugePages(mapping: Buffer): void {
  try {
    chosen().mapper.advise(mapping, MADV_NOHUGEPAGE);
  } catch {
    // EINVAL: nothing to forbid.
  }
}

/** Switches readahead off, which would otherwise fault in pages of the page cache ahead of the race. */
export function forbidReadahead(mapping: Buffer): void {
  chosen().mapper.advise(mapping, MADV_RANDOM);
}
