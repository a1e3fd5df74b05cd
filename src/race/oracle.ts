/**
 * The oracle: what a mapped load may show.
 *
 * A load that begins after write(2) has returned must give the written bytes. A load that overlaps the
 * write may give old or new ones, and the old bytes of a hole are zeros. Nothing else is ever right.
 */
import { PAGE_BYTES } from '../scenarios/scenario.js';

/** Where in a page its hole's number is written; the rest is the stamp. */
const HOLE_NUMBER_OFFSET_BYTES = 8;

/** Bytes of a page that are kept as evidence. */
export const EVIDENCE_BYTES = 16;

/** What a racing load has shown. */
export const Load = { EARLY: 0, LATE: 1, WRONG: 2 } as const;

/** Every byte but zero. */
const STAMPS = 255;

/**
 * The byte that a round writes: never zero, and never that of the round before, so that bytes which a
 * truncation ought to have removed are not taken for new ones.
 */
export function stampOf(seed: number, round: number): number {
  return 1 + ((((seed + round) % STAMPS) + STAMPS) % STAMPS);
}

/** Fills a page's buffer with a round's stamp. */
export function stampPage(page: Buffer, stamp: number): void {
  page.fill(stamp);
}

/** Puts a hole's number into a stamped page, so that a page which shows another one's data is found. */
export function numberPage(page: Buffer, hole: number): void {
  page.writeInt32LE(hole, HOLE_NUMBER_OFFSET_BYTES);
}

/** What the racing load of a page's first byte means. */
export function judgeRacingLoad(byte: number, stamp: number): number {
  if (byte === 0) return Load.EARLY;
  return byte === stamp ? Load.LATE : Load.WRONG;
}

/** Where a look at some words of a page looks: its stamp at both ends, and its number. */
const LOOKS_OFFSETS_BYTES = [0, HOLE_NUMBER_OFFSET_BYTES, PAGE_BYTES - 4] as const;

/** Whether the words of a page that are looked at show what was written. */
export function wordsMatch(words: Int32Array, offsetBytes: number, expected: Buffer): boolean {
  for (const look of LOOKS_OFFSETS_BYTES) {
    if (words[(offsetBytes + look) >> 2] !== expected.readInt32LE(look)) return false;
  }
  return true;
}

/** Whether the page at an offset of the mapping shows just what was written. */
export function pageMatches(mapping: Buffer, offsetBytes: number, expected: Buffer): boolean {
  return mapping.compare(expected, 0, PAGE_BYTES, offsetBytes, offsetBytes + PAGE_BYTES) === 0;
}
