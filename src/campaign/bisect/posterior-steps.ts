/** The posterior of a bisect as it was after each of its runs. */

import type { PosteriorStep } from '../../report/report.js';
import type { BisectReport } from '../../result/campaign.js';
import { type KernelCounts, NO_RUNS, withRun } from '../run-counts.js';
import { type Posterior, posteriorOf } from './posterior.js';

/** More than a picture can show. */
const STEPS_LIMIT = 240;

/** The posterior before the first run and after the others; where there are many, after every second, and so on. */
export function posteriorSteps({ kernels, runs = [], looksFor }: BisectReport): PosteriorStep[] {
  const firstFixed = looksFor === 'first-fixed';
  const last = kernels.length - 1;
  const counts: KernelCounts[] = kernels.map(() => NO_RUNS);
  const stepAfter = (count: number): PosteriorStep => ({
    runs: count,
    probabilities: rowProbabilities(posteriorOf(counts), firstFixed),
  });
  const steps = [stepAfter(0)];
  const every = Math.max(1, Math.ceil(runs.length / STEPS_LIMIT));
  for (const [index, { kernel, verdict }] of runs.entries()) {
    const place = firstFixed ? last - kernel : kernel;
    counts[place] = withRun(counts[place] ?? NO_RUNS, verdict);
    if ((runs.length - 1 - index) % every === 0) steps.push(stepAfter(index + 1));
  }
  return steps;
}

/**
 * For each kernel in the order of the user's list, the probability that it is the one looked for. The posterior
 * goes from the good end to the bad end; the first fixed kernel is the good one next to the first bad one.
 */
export function rowProbabilities({ probabilities }: Posterior, firstFixed: boolean): number[] {
  const all = [...probabilities];
  return firstFixed ? [...all.slice(1), 0].reverse() : all;
}
