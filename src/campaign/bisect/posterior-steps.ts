/** The posterior of a bisect as it was after each of its runs. */

import type { PosteriorStep } from '../../report/report.js';
import type { BisectReport } from '../../result/campaign.js';
import { commitProbabilities, rangeOf } from '../commits/evidence.js';
import { type KernelCounts, NO_RUNS, withRun } from '../run-counts.js';
import { type Posterior, posteriorOf } from './posterior.js';

/** More than a picture can show. */
const STEPS_LIMIT = 240;

/** The posterior before the first run and after the others; where there are many, after every second, and so on. */
export function posteriorSteps(report: BisectReport): PosteriorStep[] {
  const { kernels, runs = [], looksFor, git } = report;
  // Commits stand in the order of their range, whatever is looked for.
  const backwards = looksFor === 'first-fixed' && git === undefined;
  const last = kernels.length - 1;
  const counts: KernelCounts[] = kernels.map(() => NO_RUNS);
  const range = git === undefined ? null : rangeOf(git, looksFor);
  const stepAfter = (count: number): PosteriorStep => ({
    runs: count,
    probabilities:
      range === null
        ? rowProbabilities(posteriorOf(counts), backwards)
        : commitProbabilities(range, counts),
  });
  const steps = [stepAfter(0)];
  const every = Math.max(1, Math.ceil(runs.length / STEPS_LIMIT));
  for (const [index, { kernel, verdict }] of runs.entries()) {
    const place = backwards ? last - kernel : kernel;
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
