import { Pages, RangeCopy } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type Change, type Performer, type PerformerOrder, WRITES_A_PAGE } from './change.js';

/** The pages of one round, in the file below the arena, which has room for 512 of them. */
class SourcePages {
  readonly #fd: number;
  readonly #places: number;
  readonly #page = new Pages(PAGE_BYTES);

  constructor({ fd, arena }: PerformerOrder) {
    this.#fd = fd;
    this.#places = arena.places;
  }

  /** Writes them anew, each with the number of its place. */
  write(stamp: number): void {
    this.#page.bytes.fill(stamp);
    for (let index = 0; index < this.#places; index++) {
      WRITES_A_PAGE.number(this.#page.bytes, index);
      this.#page.write(this.#fd, SourcePages.offsetBytes(index));
    }
  }

  /** Where the page for a place lies in the file. */
  static offsetBytes(index: number): number {
    return index * PAGE_BYTES;
  }
}

/** A call that puts a range of a file into another place of it. */
interface Transfer {
  between(fromBytes: number, toBytes: number): void;
  perform(): void;
}

/** Fills places from the source's pages, by whichever call. */
export class RangeFiller implements Performer {
  readonly #source: SourcePages;
  readonly #transfer: Transfer;

  constructor(order: PerformerOrder, transfer: Transfer) {
    this.#source = new SourcePages(order);
    this.#transfer = transfer;
  }

  beginRound(stamp: number): void {
    this.#source.write(stamp);
  }

  ready(index: number, fileOffsetBytes: number): void {
    this.#transfer.between(SourcePages.offsetBytes(index), fileOffsetBytes);
  }

  perform(): void {
    this.#transfer.perform();
  }
}

/** copy_file_range(2) of a page of the same file. */
export const copyRange: Change = {
  rule: WRITES_A_PAGE,
  performer: (order) => new RangeFiller(order, new RangeCopy(order.fd, PAGE_BYTES)),
};
