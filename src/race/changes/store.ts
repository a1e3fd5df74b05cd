import { unmap } from '../../native/libc.js';
import { forbidHugePages, forbidReadahead, mapShared } from '../../native/mmap.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { SigbusCount } from '../../native/sigbus.js';
import { ARENA_OFFSET_BYTES, arenaBytes } from '../places/arena.js';
import { type Change, type Performer, type PerformerOrder, WRITES_A_PAGE } from './change.js';

/** Stores a page through a mapping of the writer's own: the first store takes a fault, or several. */
class PageStorer implements Performer {
  readonly #mapping: Buffer;
  readonly #sigbus: SigbusCount;
  readonly #page = Buffer.alloc(PAGE_BYTES);
  #atBytes = 0;

  constructor({ fd, arena }: PerformerOrder) {
    this.#mapping = mapShared(fd, ARENA_OFFSET_BYTES, arenaBytes(arena), true);
    if (arena.pageBytes === PAGE_BYTES) forbidHugePages(this.#mapping);
    forbidReadahead(this.#mapping);
    this.#sigbus = new SigbusCount(this.#mapping);
  }

  beginRound(stamp: number): void {
    this.#page.fill(stamp);
  }

  ready(index: number, fileOffsetBytes: number): void {
    WRITES_A_PAGE.number(this.#page, index);
    this.#atBytes = fileOffsetBytes - ARENA_OFFSET_BYTES;
  }

  /** Plain stores: what says that the change has returned is an atomic store, and they come before it. */
  perform(): void {
    this.#mapping.set(this.#page, this.#atBytes);
    if (this.#sigbus.hasNew())
      throw new Error('a store got SIGBUS: free some space in the target, if it is full');
  }

  end(): void {
    this.#sigbus.close();
    unmap(this.#mapping);
  }
}

/** Stores through another mapping of the file. */
export const store: Change = {
  rule: WRITES_A_PAGE,
  performer: (order) => new PageStorer(order),
  onlyOnSome: true,
  tryOn: (fd) => unmap(mapShared(fd, 0, PAGE_BYTES, true)),
};
