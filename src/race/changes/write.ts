import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type Change, type Performer, WRITES_A_PAGE } from './change.js';

/** Bytes that are written with one call. */
interface Writable {
  readonly bytes: Buffer;
  write(fd: number, offsetBytes: number): void;
}

/** Writes stamped and numbered bytes at a place again and again. */
export class PageWriter implements Performer {
  readonly #fd: number;
  readonly #pages: Writable;
  #offsetBytes = 0;

  /** @param pages what is written at each place: one page, unless told otherwise */
  constructor(fd: number, pages: Writable = new Pages(PAGE_BYTES)) {
    this.#fd = fd;
    this.#pages = pages;
  }

  beginRound(stamp: number): void {
    this.#pages.bytes.fill(stamp);
  }

  ready(index: number, fileOffsetBytes: number): void {
    WRITES_A_PAGE.number(this.#pages.bytes, index);
    this.#offsetBytes = fileOffsetBytes;
  }

  perform(): void {
    this.#pages.write(this.#fd, this.#offsetBytes);
  }
}

/** write(2) of a page. */
export const write: Change = {
  rule: WRITES_A_PAGE,
  performer: ({ fd }) => new PageWriter(fd),
};
