/** Ways to find the first bad kernel: holerace's own, and those that it is measured against. */

import { type BisectSettings, decide } from '../../src/campaign/bisect/decision.js';
import { NO_RUNS, withRun } from '../../src/campaign/run-counts.js';
import type { Ladder } from './ladder.js';

/**
 * Looks for the culprit of a ladder.
 *
 * @param rate the detection rate; holerace's own way does not look at it
 * @returns the kernel that it names, null where it gives up
 */
export type Method = (ladder: Ladder, kernels: number, rate: number) => number | null;

/** No method needs more; one that does has failed. */
const RUN_LIMIT = 20_000;

/** As `holerace bisect` does it: the same decisions, on simulated runs. */
export function ownMethod(settings: BisectSettings): Method {
  return (ladder, kernels) => {
    const counts = Array.from({ length: kernels }, () => NO_RUNS);
    while (ladder.runs < RUN_LIMIT) {
      const decision = decide(counts, settings);
      if (decision.next === 'refusal') return null;
      if (decision.next === 'answer')
        return decision.answer.confirmed ? decision.answer.range.last : null;
      const verdict = ladder.run(decision.kernel) ? 'stale' : 'clean';
      counts[decision.kernel] = withRun(counts[decision.kernel] ?? NO_RUNS, verdict);
    }
    return null;
  };
}

/**
 * Halves the list, and runs each kernel until it is stale or has been clean so often that a bad one is
 * missed no more often than wanted; knows the rate beforehand.
 *
 * @param misses the chance to call a bad kernel good
 */
export function fixedRepetition(misses: number): Method {
  return (ladder, kernels, rate) => {
    const runs = rate === 1 ? 1 : Math.ceil(Math.log(misses) / Math.log(1 - rate));
    let good = 0;
    let bad = kernels - 1;
    while (bad - good > 1) {
      const kernel = Math.floor((good + bad) / 2);
      let stale = false;
      for (let run = 0; run < runs && !stale; run++) stale = ladder.run(kernel);
      if (stale) bad = kernel;
      else good = kernel;
    }
    return bad;
  };
}

/**
 * Runs, each time, the kernel whose next run tells most, whatever it costs; knows the rate beforehand, and
 * ends at a confidence.
 */
export function greedyGain(confidence: number): Method {
  return (ladder, kernels, rate) => {
    const posterior = new Float64Array(kernels).fill(1 / (kernels - 1));
    posterior[0] = 0;
    while (ladder.runs < RUN_LIMIT) {
      const { likeliest, kernel } = mostTelling(posterior, rate);
      if ((posterior[likeliest] ?? 0) >= confidence) return likeliest;
      update(posterior, kernel, ladder.run(kernel), rate);
    }
    return null;
  };
}

function mostTelling(posterior: Float64Array, rate: number) {
  const noise = entropyBits(rate);
  let likeliest = 0;
  let kernel = 0;
  let most = -1;
  let isBad = 0;
  for (const [place, probability] of posterior.entries()) {
    isBad += probability;
    const gain = entropyBits(isBad * rate) - isBad * noise;
    if (probability > (posterior[likeliest] ?? 0)) likeliest = place;
    if (gain <= most) continue;
    most = gain;
    kernel = place;
  }
  return { likeliest, kernel };
}

function update(posterior: Float64Array, kernel: number, stale: boolean, rate: number): void {
  let total = 0;
  for (const [place, probability] of posterior.entries()) {
    const detects = place <= kernel ? rate : 0;
    posterior[place] = probability * (stale ? detects : 1 - detects);
    total += posterior[place] ?? 0;
  }
  for (const [place, weight] of posterior.entries()) posterior[place] = weight / total;
}

function entropyBits(chance: number): number {
  if (chance <= 0 || chance >= 1) return 0;
  return -(chance * Math.log2(chance) + (1 - chance) * Math.log2(1 - chance));
}

/**
 * The fewest runs that any method can do with, on average: the bits of the answer by those that one run can
 * carry at most. A run is a Z-channel: a good kernel is never stale, a bad one is with the rate's chance;
 * its capacity is log2(1 + r (1 - r)^((1 - r) / r)) (Tallini, Al-Bassam, Bose, ISIT 2002).
 */
export function informationFloor(kernels: number, rate: number): number {
  const capacityBits = Math.log2(1 + rate * (1 - rate) ** ((1 - rate) / rate));
  return Math.log2(kernels) / capacityBits;
}
