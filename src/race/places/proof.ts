/** Whether the file's extents are what a round says that it raced: before its first attempt, and after its last. */
import { ARENA_OFFSET_BYTES, placeBytes } from './arena.js';
import { isData, isZeros } from './extents.js';
import type { Aim, Arena, Place } from './place.js';

const LEFT: Readonly<Record<Aim['leaves'], (fd: number, offsetBytes: number) => boolean>> = {
  data: isData,
  hole: (fd, offsetBytes) => !isData(fd, offsetBytes),
  zeros: isZeros,
};

export class ExtentsProof {
  readonly #place: Place;
  readonly #arena: Arena;
  #before = false;

  constructor(place: Place, arena: Arena) {
    this.#place = place;
    this.#arena = arena;
  }

  /** Looks before the first attempt of a round. */
  begin(stamp: number): void {
    const offsets = [0, this.#arena.shape.places - 1].map((index) => this.#offset(index, stamp));
    this.#before = this.#place.isThere(this.#arena, offsets);
  }

  /**
   * Looks after the last attempt of a round.
   *
   * @param attempts how many have been made; without one there is nothing to prove
   * @returns whether all was as declared, before and after
   */
  end(stamp: number, attempts: number): boolean {
    if (attempts === 0) return this.#before;
    const { fd, aim } = this.#arena;
    // A truncation cuts off what the ones before it have left.
    const left = aim.backwards ? [attempts - 1] : [0, attempts - 1];
    const offsets = left.map((index) => this.#offset(index, stamp));
    return this.#before && offsets.every((offset) => LEFT[aim.leaves](fd, offset));
  }

  #offset(index: number, stamp: number): number {
    const { shape, aim } = this.#arena;
    return ARENA_OFFSET_BYTES + placeBytes(shape, index, stamp, aim.backwards);
  }
}
