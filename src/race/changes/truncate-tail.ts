import { truncate } from '../../native/extents.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type ArenaShape, fileBytes } from '../places/arena.js';
import { type Change, type Performer, TAKES_DATA_AWAY } from './change.js';

/** What is left of the page; the load reads from the first byte that is cut off. */
const LEFT_BYTES = PAGE_BYTES / 2;

class TailTruncater implements Performer {
  readonly #fd: number;
  readonly #fileBytes: number;
  #offsetBytes = 0;

  constructor(fd: number, arena: ArenaShape) {
    this.#fd = fd;
    this.#fileBytes = fileBytes(arena);
  }

  beginRound(): void {
    // The stamp is in the file.
  }

  ready(_index: number, fileOffsetBytes: number): void {
    this.#offsetBytes = fileOffsetBytes;
  }

  perform(): void {
    truncate(this.#fd, this.#offsetBytes + LEFT_BYTES);
    truncate(this.#fd, this.#fileBytes);
  }
}

/** ftruncate(2) into the middle of a page and up again: zeros in what was cut off, from then on. */
export const truncateTail: Change = {
  rule: {
    ...TAKES_DATA_AWAY,
    loadOffsetBytes: () => LEFT_BYTES,
    backwards: true,
    expect: (bytes, stamp) => bytes.fill(stamp, 0, LEFT_BYTES).fill(0, LEFT_BYTES),
  },
  performer: ({ fd, arena }) => new TailTruncater(fd, arena),
};
