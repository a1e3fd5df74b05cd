/** What is kept of a stale read, or of a load that got SIGBUS, taken as soon as it was seen. */
import { readSync } from 'node:fs';
import { addressOf, unmap } from '../../native/libc.js';
import { mapShared } from '../../native/mmap.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { Peek } from '../../native/peek.js';
import type { NoPage } from '../../result/no-page.js';
import type { Evidence } from '../../result/result.js';
import { ARENA_OFFSET_BYTES } from '../places/arena.js';
import { NO_PAGE } from '../places/stamps.js';
import type { Ahead, Delay } from '../strategies/strategy.js';
import type { Loads } from './loads.js';
import { EVIDENCE_BYTES } from './oracle.js';

/** The result's word for it: a worker imports only the type of what report/ has. */
const SIGBUS: NoPage = 'SIGBUS';

/** How an attempt was made whose load broke the rule. */
export interface StaleLoad {
  readonly attempt: number;
  readonly stagger: number;
  readonly strategy: string;
  readonly delay: Delay;
  /** When the timer went off of who was ahead, where one did. */
  readonly timerNanoseconds: number | null;
  readonly sharedCpu: boolean;
  /** Who preempted the other, where both shared a cpu. */
  readonly ahead: Ahead | null;
  /** The function of the kernel at which the one ran within the other, null where none was waited for. */
  readonly probe: string | null;
  /** What it showed, null where only the check at the end of the round saw it. */
  readonly loaded: number | null;
}

export interface StaleRead {
  readonly fd: number;
  readonly loads: Loads;
  /** The place as it must be. */
  readonly expected: Buffer;
  /** Where it lies in the mapping. */
  readonly mappingOffsetBytes: number;
  readonly load: StaleLoad;
}

/**
 * The evidence of a stale read: what the mapping shows, what pread(2) gives for the same range and what
 * a fresh mapping of it shows, and whether the first mapping was stale still when read again.
 */
export function takeEvidence(stale: StaleRead): Evidence {
  const { fd, loads, expected, mappingOffsetBytes } = stale;
  const { loaded, timerNanoseconds, ahead, ...met } = stale.load;
  const fileOffset = ARENA_OFFSET_BYTES + mappingOffsetBytes;
  const read = Buffer.alloc(expected.length);
  const readBytes = readSync(fd, read, 0, read.length, fileOffset);
  const show = (): Buffer | null => loads.bytesAt(mappingOffsetBytes, expected.length);
  const page = show();
  const from = firstDifference(expected, page, read);
  const slice = (bytes: Buffer | null): string =>
    bytes === null ? SIGBUS : bytes.toString('hex', from, from + EVIDENCE_BYTES);
  const mapped = slice(page);
  // Before the fresh mapping: its own fault may heal the first one, as it replaces the mapping entry.
  const lasting = show()?.equals(expected) !== true;
  return {
    ...met,
    ...(timerNanoseconds === null ? {} : { timerNanoseconds }),
    ...(ahead === null ? {} : { ahead }),
    fileOffset: fileOffset + from,
    expected: slice(expected),
    mapped,
    pread: slice(read.subarray(0, readBytes)),
    freshMapping: slice(showFresh(fd, fileOffset, expected.length)),
    lasting,
    loaded: loaded === null ? null : loadedText(loaded),
  };
}

function loadedText(loaded: number): string {
  return loaded === NO_PAGE ? SIGBUS : loaded.toString(16).padStart(2, '0');
}

/** What a fresh mapping of the range shows, null where there is no page. */
function showFresh(fd: number, fileOffset: number, lengthBytes: number): Buffer | null {
  const fresh = mapShared(fd, fileOffset, lengthBytes);
  const peek = new Peek(addressOf(fresh));
  try {
    const pages = [];
    for (let at = 0; at < lengthBytes; at += PAGE_BYTES) {
      const page = peek.pageAt(at);
      if (page === null) return null;
      pages.push(Buffer.from(page));
    }
    return Buffer.concat(pages);
  } finally {
    peek.close();
    unmap(fresh);
  }
}

/** Where the mapping first differs, or else the file, so that the evidence shows it; the start if both have healed. */
function firstDifference(expected: Buffer, ...seen: readonly (Buffer | null)[]): number {
  for (const bytes of seen) {
    if (bytes === null) return 0;
    for (let at = 0; at < expected.length; at += EVIDENCE_BYTES) {
      const end = at + EVIDENCE_BYTES;
      if (!bytes.subarray(at, end).equals(expected.subarray(at, end))) return at;
    }
  }
  return 0;
}
