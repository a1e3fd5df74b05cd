/** What is kept of a stale read, taken as soon as it was seen. */
import { readSync } from 'node:fs';
import { unmap } from '../native/libc.js';
import { mapShared } from '../native/mmap.js';
import type { Evidence } from '../report/result.js';
import { PAGE_BYTES } from '../scenarios/scenario.js';
import { ARENA_OFFSET_BYTES } from './arena.js';
import { EVIDENCE_BYTES, pageMatches } from './oracle.js';

export interface StaleRead {
  readonly fd: number;
  readonly mapping: Buffer;
  /** The page as it was written. */
  readonly expected: Buffer;
  /** Where the page lies in the mapping. */
  readonly mappingOffsetBytes: number;
  readonly attempt: number;
  readonly stagger: number;
  readonly widening: string;
  /** The function of the kernel at which the write ran within the fault, null where none was waited for. */
  readonly probe: string | null;
  /** The byte whose load broke the rule, null where only the check of the round saw it. */
  readonly loaded: number | null;
}

/**
 * The evidence of a stale read: what the mapping shows, what pread(2) gives for the same range and what
 * a fresh mapping of it shows, and whether the first mapping was stale still when read again.
 */
export function takeEvidence(stale: StaleRead): Evidence {
  const { fd, mapping, expected, mappingOffsetBytes } = stale;
  const fileOffset = ARENA_OFFSET_BYTES + mappingOffsetBytes;
  const from = firstDifference(mapping, mappingOffsetBytes, expected);
  const slice = (bytes: Buffer, start: number): string =>
    bytes.toString('hex', start + from, start + from + EVIDENCE_BYTES);
  const mapped = slice(mapping, mappingOffsetBytes);
  const read = Buffer.alloc(PAGE_BYTES);
  readSync(fd, read, 0, PAGE_BYTES, fileOffset);
  // Before the fresh mapping: its own fault may heal the first one, as it replaces the mapping entry.
  const lasting = !pageMatches(mapping, mappingOffsetBytes, expected);
  const fresh = mapShared(fd, fileOffset, PAGE_BYTES);
  const freshMapping = slice(fresh, 0);
  unmap(fresh);
  return {
    attempt: stale.attempt,
    fileOffset: fileOffset + from,
    expected: slice(expected, 0),
    mapped,
    pread: slice(read, 0),
    freshMapping,
    lasting,
    stagger: stale.stagger,
    widening: stale.widening,
    probe: stale.probe,
    loaded: stale.loaded === null ? null : stale.loaded.toString(16).padStart(2, '0'),
  };
}

/** Where the mapping first differs, so that the evidence shows it; the page's start if it has healed. */
function firstDifference(mapping: Buffer, offsetBytes: number, expected: Buffer): number {
  for (let at = 0; at <= PAGE_BYTES - EVIDENCE_BYTES; at += EVIDENCE_BYTES) {
    const shown = offsetBytes + at;
    if (mapping.compare(expected, at, at + EVIDENCE_BYTES, shown, shown + EVIDENCE_BYTES) !== 0)
      return at;
  }
  return 0;
}
