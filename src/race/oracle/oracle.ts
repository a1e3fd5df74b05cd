/**
 * The oracle: what a mapped load may show.
 *
 * A load that begins after write(2) has returned must give the written bytes. A load that overlaps the
 * write may give old or new ones, and the old bytes of a hole are zeros. Nothing else is ever right. So it is
 * with the other changes: one that takes data away has returned when the mapping must give zeros.
 */
import { PAGE_BYTES } from '../../scenarios/scenario.js';

/** Where in a page its hole's number is written; the rest is the stamp. */
const HOLE_NUMBER_OFFSET_BYTES = 8;

/** Bytes of a page that are kept as evidence. */
export const EVIDENCE_BYTES = 16;

/** A load that has no page to read: the kernel answers with SIGBUS. Beside the bytes, which are 0 to 255. */
export const NO_PAGE = -1;

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

/** The byte of data that a round finds, and writes over or takes away: neither its own stamp nor zero. */
export function oldStampOf(stamp: number): number {
  return 1 + ((stamp + Math.floor(STAMPS / 2)) % STAMPS);
}

/** Puts a hole's number into a stamped page, so that a page which shows another one's data is found. */
export function numberPage(page: Buffer, index: number): void {
  // Byte by byte, little end first: Buffer's own methods look at their arguments each time.
  page[HOLE_NUMBER_OFFSET_BYTES] = index;
  page[HOLE_NUMBER_OFFSET_BYTES + 1] = index >> 8;
  page[HOLE_NUMBER_OFFSET_BYTES + 2] = index >> 16;
  page[HOLE_NUMBER_OFFSET_BYTES + 3] = index >> 24;
}

/**
 * What the racing load means.
 *
 * @param byte what it has shown, NO_PAGE where there was none to load from
 * @param before what it shows before the change, and `after` behind it
 */
export function judgeRacingLoad(byte: number, before: number, after: number): number {
  if (byte === after) return Load.LATE;
  // Between the end of a file and its data there may be a moment of zeros, as in every hole.
  const early = byte === before || (before === NO_PAGE && byte === 0);
  return early ? Load.EARLY : Load.WRONG;
}

const PAGE_WORDS = PAGE_BYTES / Int32Array.BYTES_PER_ELEMENT;
/** Where a look at some words of a page looks: both ends and the middle, where changes begin and end, and its number. */
const LOOKS_WORDS = [0, HOLE_NUMBER_OFFSET_BYTES / 4, PAGE_WORDS / 2, PAGE_WORDS - 1] as const;

/** The same bytes by words: a look at some of them costs a fraction of a comparison. */
export function wordsOf({ buffer, byteOffset, length }: Buffer): Int32Array {
  return new Int32Array(buffer, byteOffset, length / Int32Array.BYTES_PER_ELEMENT);
}

/** Whether the words of each page that are looked at show what is expected. */
export function wordsMatch(words: Int32Array, offsetBytes: number, expected: Int32Array): boolean {
  for (let page = 0; page < expected.length; page += PAGE_WORDS) {
    for (const look of LOOKS_WORDS) {
      const at = page + look;
      if (words[(offsetBytes >> 2) + at] !== expected[at]) return false;
    }
  }
  return true;
}

/** Whether the mapping shows just what is expected from an offset on. */
export function pagesMatch(mapping: Buffer, offsetBytes: number, expected: Buffer): boolean {
  const { length } = expected;
  return mapping.compare(expected, 0, length, offsetBytes, offsetBytes + length) === 0;
}
