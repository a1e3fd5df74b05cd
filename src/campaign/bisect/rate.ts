/**
 * The detection rate: the chance that one run of a bad kernel shows a stale read. Nobody knows it, so it has
 * a distribution, which every stale and every clean run of a bad kernel sharpens. Runs are of equal length,
 * so one rate holds for all of them.
 *
 * The prior is a mixture of two that stay in closed form when they are updated: a fault that shows in every
 * run (some do, in every attempt), and a Beta distribution for those that show now and then.
 */

/** The share of faults that show in every run. */
const CERTAIN_SHARE = 0.25;
/** Jeffreys' prior, Beta(1/2, 1/2), for the others: it prefers no rate to its own inverse. */
const ALPHA = 0.5;
const BETA = 0.5;

/** The chance of so many stale runs in a row where the fault shows now and then, times that share. */
function evidenceForSometimes(stale: number): number {
  let weight = 1 - CERTAIN_SHARE;
  for (let seen = 0; seen < stale; seen++) weight *= (ALPHA + seen) / (ALPHA + BETA + seen);
  return weight;
}

/**
 * The chance that the next run of a bad kernel is clean, after so many stale and clean runs of bad kernels.
 * Only such ratios are worked with: the chance of many runs together leaves the range of a number soon.
 */
export function nextCleanChance(stale: number, clean: number): number {
  const unlessCertain = (BETA + clean) / (ALPHA + BETA + stale + clean);
  if (clean > 0) return unlessCertain;
  // From the first clean run on, a fault that shows in every run is ruled out.
  const sometimes = evidenceForSometimes(stale);
  return (unlessCertain * sometimes) / (sometimes + CERTAIN_SHARE);
}

/**
 * The chance that bad kernels are clean in further runs.
 *
 * @param stale stale runs seen, of all kernels together
 * @param clean clean runs seen, of kernels that are bad
 * @param most the largest number of further clean runs that is asked for
 * @returns at each index, the chance of so many further clean runs; 1 at index 0
 */
export function cleanChances(stale: number, clean: number, most: number): Float64Array {
  const chances = new Float64Array(most + 1);
  chances[0] = 1;
  for (let more = 0; more < most; more++)
    chances[more + 1] = (chances[more] ?? 0) * nextCleanChance(stale, clean + more);
  return chances;
}

export interface RateEstimate {
  readonly mean: number;
  /** The standard deviation of what is known of it. */
  readonly deviation: number;
}

/** The detection rate after a number of stale and clean runs of kernels that are bad. */
export function estimateRate(stale: number, clean: number): RateEstimate {
  const alpha = ALPHA + stale;
  const beta = BETA + clean;
  const mean = alpha / (alpha + beta);
  const variance = (mean * (1 - mean)) / (alpha + beta + 1);
  const sometimes = evidenceForSometimes(stale);
  const certain = clean === 0 ? CERTAIN_SHARE / (CERTAIN_SHARE + sometimes) : 0;
  const mixed = certain + (1 - certain) * mean;
  const secondMoment = certain + (1 - certain) * (variance + mean ** 2);
  return { mean: mixed, deviation: Math.sqrt(Math.max(0, secondMoment - mixed ** 2)) };
}
