/** A made-up list of kernels with a hidden culprit, whose runs are drawn by a seed. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Primes that keep the streams of neighbouring trials apart. */
const TRIAL_STRIDE = 7919;

export interface LadderOptions {
  readonly kernels: number;
  readonly seed: number;
  /** Counted from 0; the same trial has the same culprit for every method. */
  readonly trial: number;
  /** The detection rates of bad kernels lie evenly between these two. */
  readonly rates: readonly [least: number, most: number];
}

export class Ladder {
  readonly culprit: number;
  runs = 0;
  readonly booted = new Set<number>();
  readonly #random: ReturnType<typeof xoroshiro128plus>;
  readonly #rates: readonly number[];

  constructor({ kernels, seed, trial, rates: [least, most] }: LadderOptions) {
    this.#random = xoroshiro128plus(seed + trial * TRIAL_STRIDE);
    this.culprit = uniformInt(this.#random, 1, kernels - 1);
    this.#rates = Array.from(
      { length: kernels },
      () => least + (most - least) * uniformFloat64(this.#random),
    );
  }

  /** One run of a kernel. Returns whether it was stale. */
  run(kernel: number): boolean {
    this.runs++;
    this.booted.add(kernel);
    return kernel >= this.culprit && uniformFloat64(this.#random) < (this.#rates[kernel] ?? 0);
  }
}
