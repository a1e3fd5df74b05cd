/**
 * Outcomes against the stagger, counted in bins of equal width, in shared memory: the reader alone stores,
 * anyone may look.
 */
import type { StaggerBin } from '../../result/result.js';
import { STAGGER_LIMIT_SPINS } from '../strategies/stagger-search.js';

const BIN_SPINS = 32;
const BINS = (2 * STAGGER_LIMIT_SPINS) / BIN_SPINS + 1;
/** A result holds no more, for it goes through a serial line: neighbours are put together. */
const BINS_TOLD = 64;

/** Where the counts of an outcome begin. */
const Row = { EARLY: 0, LATE: BINS, STALE: 2 * BINS } as const;
const COUNTS = 3 * BINS;

/** Float64: exact up to 2^53, where a Uint32 would begin anew after a day or two in one bin. */
export const STAGGER_BINS_BYTES = COUNTS * Float64Array.BYTES_PER_ELEMENT;

export class StaggerBins {
  readonly #counts: Float64Array;

  /** @param offsetBytes where they lie in the memory that the threads share */
  constructor(memory: SharedArrayBuffer, offsetBytes: number) {
    this.#counts = new Float64Array(memory, offsetBytes, COUNTS);
  }

  /** Counts an attempt with this stagger. */
  note(spins: number, late: boolean): void {
    this.#add((late ? Row.LATE : Row.EARLY) + binOf(spins));
  }

  /** Counts a stale read in an attempt that has been counted. */
  noteStale(spins: number): void {
    this.#add(Row.STALE + binOf(spins));
  }

  #add(at: number): void {
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** The bins that hold something, in rising order, neighbours put together where there are many. */
  bins(): StaggerBin[] {
    const used = Array.from({ length: BINS }, (_, bin) => bin).filter((bin) => this.#holds(bin));
    const [first, last] = [used[0], used.at(-1)];
    if (first === undefined || last === undefined) return [];
    const width = Math.ceil((last - first + 1) / BINS_TOLD);
    const told: StaggerBin[] = [];
    for (let bin = first; bin <= last; bin += width) {
      const sum = (row: number) =>
        this.#counts.subarray(row + bin, row + Math.min(BINS, bin + width)).reduce(plus, 0);
      const one = { early: sum(Row.EARLY), late: sum(Row.LATE), stale: sum(Row.STALE) };
      const from = bin * BIN_SPINS - STAGGER_LIMIT_SPINS;
      if (one.early + one.late + one.stale > 0)
        told.push({ from, to: from + width * BIN_SPINS, ...one });
    }
    return told;
  }

  #holds(bin: number): boolean {
    return [Row.EARLY, Row.LATE, Row.STALE].some((row) => (this.#counts[row + bin] ?? 0) > 0);
  }
}

function binOf(spins: number): number {
  return ((spins + STAGGER_LIMIT_SPINS) / BIN_SPINS) | 0;
}

function plus(one: number, other: number): number {
  return one + other;
}
