import { RangeClone } from '../../native/clone.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../scenarios/scenario.js';
import { type Change, type Performer, type PerformerOrder, WRITES_A_PAGE } from './change.js';
import { SourcePages } from './copy-range.js';

class RangeCloner implements Performer {
  readonly #source: SourcePages;
  readonly #clone: RangeClone;

  constructor(order: PerformerOrder) {
    this.#source = new SourcePages(order);
    this.#clone = new RangeClone(order.fd, PAGE_BYTES);
  }

  beginRound(stamp: number): void {
    this.#source.write(stamp);
  }

  ready(hole: number, fileOffsetBytes: number): void {
    this.#clone.between(SourcePages.offsetBytes(hole), fileOffsetBytes);
  }

  perform(): void {
    this.#clone.clone();
  }

  end(): void {
    // Its file is the writer's.
  }
}

/** ioctl_ficlonerange(2) of a page of the same file: the hole gets the blocks of the source. */
export const cloneRange: Change = {
  rule: WRITES_A_PAGE,
  performer: (order) => new RangeCloner(order),
  onlyOnSome: true,
  tryOn: (fd) => {
    new Pages(PAGE_BYTES).write(fd, 0);
    const clone = new RangeClone(fd, PAGE_BYTES);
    clone.between(0, PAGE_BYTES);
    clone.clone();
  },
};
