/** The bytes by which rounds and places are told apart: a stamp for each round, and in each page the number of its place. */

/** Where in a page its place's number is written; the rest is the stamp. */
export const NUMBER_OFFSET_BYTES = 8;

/** A load that has no page to read: the kernel answers with SIGBUS. Beside the bytes, which are 0 to 255. */
export const NO_PAGE = -1;

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

/** Puts a place's number into a stamped page, so that a page which shows another one's data is found. */
export function numberPage(page: Buffer, index: number): void {
  // Byte by byte, little end first: Buffer's own methods look at their arguments each time.
  page[NUMBER_OFFSET_BYTES] = index;
  page[NUMBER_OFFSET_BYTES + 1] = index >> 8;
  page[NUMBER_OFFSET_BYTES + 2] = index >> 16;
  page[NUMBER_OFFSET_BYTES + 3] = index >> 24;
}
