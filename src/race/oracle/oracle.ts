/**
 * The oracle: what a mapped load may show.
 *
 * A load that begins after write(2) has returned must give the written bytes. A load that overlaps the
 * write may give old or new ones, and the old bytes of a hole are zeros. Nothing else is ever right. So it is
 * with the other changes: one that takes data away has returned when the mapping must give zeros.
 */
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { NO_PAGE, NUMBER_OFFSET_BYTES } from '../places/stamps.js';

/** Bytes of a page that are kept as evidence. */
export const EVIDENCE_BYTES = 16;

/** What a racing load has shown. */
export const Load = { EARLY: 0, LATE: 1, WRONG: 2, NO_PAGE: 3 } as const;

/**
 * What the racing load means. Of a change that leaves what was there the byte tells nothing: late is then what had not ended
 * before the change returned.
 *
 * @param byte what it has shown, NO_PAGE where there was none to load from
 * @param before what it shows before the change, and `after` behind it
 * @param mayShowZeros whether it may show zeros in between
 * @param hadReturned whether the change had returned when the load had ended
 */
export function judgeRacingLoad(
  byte: number,
  before: number,
  after: number,
  mayShowZeros = false,
  hadReturned = true,
): number {
  if (byte === after) return before === after && !hadReturned ? Load.EARLY : Load.LATE;
  if (byte === before) return Load.EARLY;
  if (byte === NO_PAGE) return Load.NO_PAGE;
  // Between the end of a file and its data there may be a moment of zeros, as in every hole.
  const between = byte === 0 && (mayShowZeros || before === NO_PAGE);
  return between ? Load.EARLY : Load.WRONG;
}

const PAGE_WORDS = PAGE_BYTES / Int32Array.BYTES_PER_ELEMENT;
/** Where a look at some words of a page looks: both ends and the middle, where changes begin and end, and its number. */
const LOOKS_WORDS = [0, NUMBER_OFFSET_BYTES / 4, PAGE_WORDS / 2, PAGE_WORDS - 1] as const;

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
