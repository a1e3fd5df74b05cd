import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../scenarios/scenario.js';
import { type Change, type Performer, WRITES_A_PAGE } from './change.js';

/** Writes a stamped page at a place again and again. */
export class PageWriter implements Performer {
  readonly #fd: number;
  readonly #page: Pages;
  #offsetBytes = 0;

  /** @param lengthBytes what it writes of the page */
  constructor(fd: number, lengthBytes = PAGE_BYTES) {
    this.#fd = fd;
    this.#page = new Pages(lengthBytes);
  }

  beginRound(stamp: number): void {
    this.#page.bytes.fill(stamp);
  }

  ready(hole: number, fileOffsetBytes: number): void {
    WRITES_A_PAGE.number(this.#page.bytes, hole);
    this.#offsetBytes = fileOffsetBytes;
  }

  perform(): void {
    this.#page.write(this.#fd, this.#offsetBytes);
  }

  end(): void {
    // Its file is the writer's.
  }
}

/** write(2) of a page. */
export const write: Change = {
  rule: WRITES_A_PAGE,
  performer: ({ fd }) => new PageWriter(fd),
};
