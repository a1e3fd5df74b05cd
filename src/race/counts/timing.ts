/**
 * How long things take in a race, by a clock that is read for one attempt in many, as LTP's fuzzy sync and
 * litmus7 sample theirs: the load with its fault, write(2), and how late the writer starts after it was let
 * go. Each thread stores its own sums in shared memory; anyone may look.
 */

/** A power of two. */
const ATTEMPTS_A_SAMPLE = 64;

const NAMES = [
  'loads',
  'loadNanoseconds',
  'writes',
  'writeNanoseconds',
  'starts',
  'startNanoseconds',
  /** When the reader let the writer go, for the writer to hold against its own start. */
  'letGoAt',
] as const;

type Name = (typeof NAMES)[number];

export const TIMING_BYTES = NAMES.length * BigInt64Array.BYTES_PER_ELEMENT;

/** Mean times of a race in nanoseconds, null where none was sampled. */
export interface Durations {
  readonly load: number | null;
  readonly write: number | null;
  /** From when the writer was let go to when it began, its own part of the stagger included. */
  readonly start: number | null;
}

/** Whether an attempt's times are taken. */
export function isSampled(attempt: number): boolean {
  return (attempt & (ATTEMPTS_A_SAMPLE - 1)) === 1;
}

export class Timing {
  readonly #sums: BigInt64Array;
  #began = 0n;

  /** @param offsetBytes where its sums lie in the memory that the threads share */
  constructor(memory: SharedArrayBuffer, offsetBytes: number) {
    this.#sums = new BigInt64Array(memory, offsetBytes, NAMES.length);
  }

  /** The reader is about to let the writer go, and to load. */
  letGo(): void {
    this.#began = process.hrtime.bigint();
    this.#sums[NAMES.indexOf('letGoAt')] = this.#began;
  }

  /** The load begins. */
  loadBegins(): void {
    this.#began = process.hrtime.bigint();
  }

  loadEnds(): void {
    this.#add('loads', 'loadNanoseconds', process.hrtime.bigint() - this.#began);
  }

  writeBegins(): void {
    this.#began = process.hrtime.bigint();
    const letGoAt = this.#sums[NAMES.indexOf('letGoAt')] ?? 0n;
    this.#add('starts', 'startNanoseconds', this.#began - letGoAt);
  }

  writeEnds(): void {
    this.#add('writes', 'writeNanoseconds', process.hrtime.bigint() - this.#began);
  }

  #add(counter: Name, sum: Name, nanoseconds: bigint): void {
    const [one, other] = [NAMES.indexOf(counter), NAMES.indexOf(sum)];
    this.#sums[one] = (this.#sums[one] ?? 0n) + 1n;
    this.#sums[other] = (this.#sums[other] ?? 0n) + nanoseconds;
  }

  /** The means so far. */
  durations(): Durations {
    return {
      load: this.#mean('loads', 'loadNanoseconds'),
      write: this.#mean('writes', 'writeNanoseconds'),
      start: this.#mean('starts', 'startNanoseconds'),
    };
  }

  #mean(counter: Name, sum: Name): number | null {
    const samples = Number(this.#sums[NAMES.indexOf(counter)] ?? 0n);
    return samples === 0 ? null : Number(this.#sums[NAMES.indexOf(sum)] ?? 0n) / samples;
  }
}
