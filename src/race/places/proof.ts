/** Whether the file's extents are what a round says that it raced: before its first attempt, and after its last. */
import { fstatSync } from 'node:fs';
import { nextData, unwrittenBytes } from '../../native/extents.js';
import { PAGE_BYTES, type PlaceKind, type Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { ARENA_OFFSET_BYTES, arenaBytes, placeBytes } from './arena.js';

export class ExtentsProof {
  readonly #fd: number;
  readonly #step: Step;
  readonly #rule: Rule;
  #before = false;

  constructor(fd: number, step: Step, rule: Rule) {
    this.#fd = fd;
    this.#step = step;
    this.#rule = rule;
  }

  /** Looks before the first attempt of a round. */
  begin(stamp: number): void {
    const places = [0, this.#step.places - 1].map((index) => this.#offset(index, stamp));
    this.#before = BEFORE[this.#step.place](this.#fd, this.#step, places);
  }

  /**
   * Looks after the last attempt of a round.
   *
   * @param attempts how many have been made; without one there is nothing to prove
   * @returns whether all was as declared, before and after
   */
  end(stamp: number, attempts: number): boolean {
    if (attempts === 0) return this.#before;
    // A truncation cuts off what the ones before it have left.
    const left = this.#rule.backwards ? [attempts - 1] : [0, attempts - 1];
    const places = left.map((index) => this.#offset(index, stamp));
    const data = this.#rule.leaves === 'data';
    return this.#before && places.every((place) => isData(this.#fd, place) === data);
  }

  #offset(index: number, stamp: number): number {
    return ARENA_OFFSET_BYTES + placeBytes(this.#step, index, stamp, this.#rule.backwards);
  }
}

/** Whether the page at an offset of the file holds data. */
function isData(fd: number, offsetBytes: number): boolean {
  return nextData(fd, offsetBytes) === offsetBytes;
}

function isHole(fd: number, offsetBytes: number, lengthBytes: number): boolean {
  return nextData(fd, offsetBytes) >= offsetBytes + lengthBytes;
}

type Look = (fd: number, step: Step, places: readonly number[]) => boolean;

const isAllHole: Look = (fd, step) => isHole(fd, ARENA_OFFSET_BYTES, arenaBytes(step));

const BEFORE: Readonly<Record<PlaceKind, Look>> = {
  sparse: isAllHole,
  punched: isAllHole,
  unwritten: (fd, step) =>
    unwrittenBytes(fd, ARENA_OFFSET_BYTES, arenaBytes(step)) === arenaBytes(step),
  written: (fd, _step, places) => places.every((place) => isData(fd, place)),
  alternating: (fd, _step, places) =>
    places.every((place) => isHole(fd, place, PAGE_BYTES) && isData(fd, place + PAGE_BYTES)),
  'end-of-file': (fd) => fstatSync(fd).size === ARENA_OFFSET_BYTES,
};
