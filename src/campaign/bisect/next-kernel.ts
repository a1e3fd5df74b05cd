/**
 * Which kernel of a list to run next: the one whose runs tell most about the culprit for what they cost. What a run
 * tells is its mutual information with the culprit's place, in bits; what it costs is counted in runs, a
 * kernel that is not there yet costs `kernelCost` more.
 */
import { isThere, isUntestable, type KernelCounts } from '../run-counts.js';
import { addPlans, PLAN_WIDTH, plansAfter, worthOf } from './plans.js';
import { at, type Posterior } from './posterior.js';

/** Candidates below this probability are no reason to run anything. */
export const NEGLIGIBLE = 1e-9;

/**
 * Chooses the kernel to run next.
 *
 * @param kernelCost what a kernel that is not there yet costs more than a run of one that is, in runs
 * @returns its number, null where no run could tell anything
 */
export function chooseKernel(
  posterior: Posterior,
  counts: readonly KernelCounts[],
  kernelCost: number,
): number | null {
  const { probabilities, cleanRuns, firstStale, staleRuns } = posterior;
  const risks = untestedRisks(counts, (broken) => counts.map((_, one) => Math.abs(one - broken)));
  const sums = new Float64Array(PLAN_WIDTH);
  let plans: Float64Array = new Float64Array(PLAN_WIDTH);
  let plannedFor = -1;
  let isBad = 0;
  let best: number | null = null;
  let bestWorth = 0;
  // The first kernel that was stale tells nothing more, and those behind it even less.
  for (let kernel = 0; kernel < firstStale; kernel++) {
    const probability = probabilities[kernel] ?? 0;
    isBad += probability;
    const clean = cleanRuns[kernel] ?? 0;
    if (clean !== plannedFor) {
      plans = plansAfter(staleRuns, clean);
      plannedFor = clean;
    }
    addPlans(sums, 0, probability, plans);
    const own = at(counts, kernel);
    if (isBad < NEGLIGIBLE || isUntestable(own)) continue;
    const cost = isThere(own) ? 0 : kernelCost;
    const works = own.clean > 0 ? 1 : 1 - (risks[kernel] ?? 0);
    const worth = works * worthOf(sums, 0, isBad, cost);
    if (worth > bestWorth) {
      best = kernel;
      bestWorth = worth;
    }
  }
  return best;
}

/**
 * For each kernel, how likely it is that it cannot be tested: what breaks one kernel often breaks its
 * neighbours too. At a distance of d kernels from one that is untestable it is taken to be 1 in d + 1, and
 * several such kernels add up.
 *
 * @param distancesTo for each kernel, how far it is from this one
 */
export function untestedRisks(
  counts: readonly KernelCounts[],
  distancesTo: (broken: number) => ArrayLike<number>,
): Float64Array {
  const works = new Float64Array(counts.length).fill(1);
  for (const [broken, one] of counts.entries()) {
    if (!isUntestable(one)) continue;
    const distances = distancesTo(broken);
    for (let kernel = 0; kernel < works.length; kernel++) {
      const distance = distances[kernel] ?? 0;
      works[kernel] = (works[kernel] ?? 1) * (distance / (distance + 1));
    }
  }
  return works.map((chance) => 1 - chance);
}
