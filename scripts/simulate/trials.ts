/** Many ladders for one method, and what they come to. */
import { Ladder, type LadderOptions } from './ladder.js';
import type { Method } from './methods.js';

export interface Summary {
  /** The share of right answers. */
  readonly right: number;
  /** On average. */
  readonly kernels: number;
  readonly runs: number;
}

/** Runs a method on so many ladders. */
export function runTrials(
  method: Method,
  trials: number,
  options: Omit<LadderOptions, 'trial'>,
): Summary {
  const [least, most] = options.rates;
  let right = 0;
  let kernels = 0;
  let runs = 0;
  for (let trial = 0; trial < trials; trial++) {
    const ladder = new Ladder({ ...options, trial });
    if (method(ladder, options.kernels, (least + most) / 2) === ladder.culprit) right++;
    kernels += ladder.booted.size;
    runs += ladder.runs;
  }
  return { right: right / trials, kernels: kernels / trials, runs: runs / trials };
}
