import { Fallocate, type FallocateMode, fallocate, truncate } from '../../native/extents.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import type { Performer } from './change.js';

/** Data before and behind the page that is tried. */
const PAGES_TO_TRY = 4;

/** fallocate(2) over the page of a place, in whichever mode. */
export class PageFallocater implements Performer {
  readonly #fd: number;
  readonly #mode: FallocateMode;
  #offsetBytes = 0;

  constructor(fd: number, mode: FallocateMode) {
    this.#fd = fd;
    this.#mode = mode;
  }

  beginRound(): void {
    // The stamp is in the file.
  }

  ready(_index: number, fileOffsetBytes: number): void {
    this.#offsetBytes = fileOffsetBytes;
  }

  perform(): void {
    fallocate(this.#fd, this.#mode, this.#offsetBytes, PAGE_BYTES);
  }
}

/** Tries a mode on a file, which loses what was in it. */
export function tryFallocate(fd: number, mode: FallocateMode): void {
  truncate(fd, 0);
  new Pages(PAGES_TO_TRY * PAGE_BYTES).write(fd, 0);
  fallocate(fd, mode, 0, PAGE_BYTES);
  // A file that has become longer, or shorter, is as long again.
  if (mode === Fallocate.INSERT_RANGE) fallocate(fd, Fallocate.COLLAPSE_RANGE, 0, PAGE_BYTES);
  if (mode === Fallocate.COLLAPSE_RANGE) fallocate(fd, Fallocate.INSERT_RANGE, 0, PAGE_BYTES);
}
