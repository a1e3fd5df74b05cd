/**
 * Where the first bad kernel may be, and how probable each place is. Kernels are numbered from 0, good ones
 * before bad ones; the culprit is the first bad one. The good end is a candidate like every other: it may
 * have been called good by mistake, and then every kernel is bad.
 *
 * A stale run rules out every later culprit. A clean run speaks against every earlier one, by the chance
 * that a bad kernel is clean so often; only the number of clean runs at or behind a candidate counts.
 */
import { isUntestable, type KernelCounts } from '../run-counts.js';
import { cleanChances } from './rate.js';

export interface Posterior {
  /** For each kernel, the probability that it is the culprit. */
  readonly probabilities: Float64Array;
  /** For each kernel, the clean runs of it and of those behind it: of bad kernels, if it is the culprit. */
  readonly cleanRuns: Int32Array;
  /** The first kernel seen stale: no later one can be the culprit. */
  readonly firstStale: number;
  /** All stale runs. */
  readonly staleRuns: number;
}

/** The posterior of the culprit. Without any stale run the last kernel counts as the bad one that it is said to be. */
export function posteriorOf(counts: readonly KernelCounts[]): Posterior {
  const count = counts.length;
  const staleRuns = counts.reduce((sum, { stale }) => sum + stale, 0);
  const found = counts.findIndex(({ stale }) => stale > 0);
  const firstStale = found < 0 ? count - 1 : found;
  const cleanRuns = new Int32Array(count);
  let clean = 0;
  for (let kernel = count - 1; kernel >= 0; kernel--) {
    clean += counts[kernel]?.clean ?? 0;
    cleanRuns[kernel] = clean;
  }
  // Every candidate has these behind it, the last one no others.
  const least = cleanRuns[firstStale] ?? 0;
  const chances = cleanChances(staleRuns, least, clean - least);
  const probabilities = new Float64Array(count);
  let total = 0;
  for (let kernel = 0; kernel <= firstStale; kernel++) {
    // That the good end is good has to be believed where it cannot be tested.
    const believed = kernel === 0 && firstStale > 0 && isUntestable(at(counts, 0));
    const weight = believed ? 0 : (chances[(cleanRuns[kernel] ?? 0) - least] ?? 0);
    probabilities[kernel] = weight;
    total += weight;
  }
  for (let kernel = 0; kernel <= firstStale; kernel++) {
    probabilities[kernel] = (probabilities[kernel] ?? 0) / total;
  }
  return { probabilities, cleanRuns, firstStale, staleRuns };
}

/** Candidates that no run can tell apart, for the kernels between them cannot be tested. */
export interface CandidateRange {
  readonly first: number;
  readonly last: number;
  readonly probability: number;
}

/** The candidates, those together that cannot be told apart. Only testing a kernel tells it from the next. */
export function candidateRanges(
  { probabilities, firstStale }: Posterior,
  counts: readonly KernelCounts[],
): CandidateRange[] {
  const ranges: CandidateRange[] = [];
  let first = 0;
  let probability = 0;
  for (let kernel = 0; kernel <= firstStale; kernel++) {
    probability += probabilities[kernel] ?? 0;
    if (kernel < firstStale && isUntestable(at(counts, kernel))) continue;
    ranges.push({ first, last: kernel, probability });
    first = kernel + 1;
    probability = 0;
  }
  return ranges;
}

/** What a list holds of a kernel that is known to be in it. */
export function at<T>(list: readonly T[], kernel: number): T {
  const one = list[kernel];
  if (one === undefined) throw new RangeError(`there is no kernel ${kernel}`);
  return one;
}
