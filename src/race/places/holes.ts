/** Makes the arena anew for each round, by what its faults are to find. */
import { allocateUnwritten, punchHole, truncate } from '../../native/extents.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES, type PlaceKind, type Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { oldStampOf } from '../oracle/oracle.js';
import { ARENA_OFFSET_BYTES, arenaBytes, fileBytes, placeBytes } from './arena.js';

export class Holes {
  readonly #fd: number;
  readonly #step: Step;
  readonly #rule: Rule;
  readonly #page = new Pages(PAGE_BYTES);
  /** A whole piece at a time where all of the arena gets data. */
  readonly #piece: Pages | null;

  /** @param fd open for writing; nobody loads from the arena while it is made */
  constructor(fd: number, step: Step, rule: Rule) {
    this.#fd = fd;
    this.#step = step;
    this.#rule = rule;
    this.#piece = step.place === 'punched' ? new Pages(PIECE_BYTES) : null;
  }

  /**
   * Makes every hole of the arena.
   *
   * @param stamp the one that the round is to write, or to find
   */
  make(stamp: number): void {
    const [fd, step] = [this.#fd, this.#step];
    truncate(fd, 0);
    truncate(fd, step.place === 'end-of-file' ? ARENA_OFFSET_BYTES : fileBytes(step));
    MAKE[step.place](this, stamp);
  }

  /** Gives the arena blocks without data. */
  allocate(): void {
    allocateUnwritten(this.#fd, ARENA_OFFSET_BYTES, arenaBytes(this.#step));
  }

  /** Writes data into all of the arena, and punches one hole in all of it. */
  writeAndPunch(stamp: number): void {
    this.#piece?.bytes.fill(stamp);
    const end = fileBytes(this.#step);
    for (let at = ARENA_OFFSET_BYTES; at < end; at += PIECE_BYTES) this.#piece?.write(this.#fd, at);
    truncate(this.#fd, end);
    punchHole(this.#fd, ARENA_OFFSET_BYTES, arenaBytes(this.#step));
  }

  /** Writes the page of each place, with its number. */
  writePlaces(stamp: number): void {
    const { bytes } = this.#page;
    bytes.fill(stamp);
    for (let index = 0; index < this.#step.places; index++) {
      this.#rule.number(bytes, index);
      const place = placeBytes(this.#step, index, stamp, this.#rule.backwards);
      this.#page.write(this.#fd, ARENA_OFFSET_BYTES + place);
    }
  }

  /** Writes every second page. */
  writeEverySecondPage(stamp: number): void {
    this.#page.bytes.fill(stamp);
    const end = fileBytes(this.#step);
    for (let at = ARENA_OFFSET_BYTES + PAGE_BYTES; at < end; at += 2 * PAGE_BYTES)
      this.#page.write(this.#fd, at);
  }
}

const PIECE_BYTES = 1024 * 1024;

const MAKE: Readonly<Record<PlaceKind, (holes: Holes, stamp: number) => void>> = {
  sparse: () => undefined,
  'end-of-file': () => undefined,
  unwritten: (holes) => holes.allocate(),
  punched: (holes, stamp) => holes.writeAndPunch(oldStampOf(stamp)),
  written: (holes, stamp) => holes.writePlaces(stamp),
  alternating: (holes, stamp) => holes.writeEverySecondPage(oldStampOf(stamp)),
};
