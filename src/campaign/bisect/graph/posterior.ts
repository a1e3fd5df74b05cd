/**
 * Which commit of a graph has made the change that is looked for, and how probable each is. The change is in the
 * commit that made it and in all that descend from it. Where the first bad commit is looked for, these are bad, and
 * the good end is a candidate like every other: it may have been called good by mistake. Where the fix is looked for,
 * all others are bad, and that nothing has fixed it is a candidate too.
 *
 * A stale run rules out what would make its commit good. A clean run speaks against what would make its commit bad, by
 * the chance that a bad commit is clean so often.
 */
import { isUntestable, type KernelCounts, NO_RUNS } from '../../run-counts.js';
import { cleanChances } from '../rate.js';
import type { Commits } from './commits.js';

/** A range of commits, and what is looked for in it. */
export interface Range {
  readonly commits: Commits;
  /** Where the fix is looked for the older end is the bad one. */
  readonly looksFor: 'first-bad' | 'first-fixed';
}

export interface GraphPosterior {
  /** For each commit, the probability that it made the change. */
  readonly probabilities: Float64Array;
  /** Of a fix, that there is none. */
  readonly never: number;
  /** For each commit, the clean runs of those that are bad if it made the change. */
  readonly cleanRuns: Int32Array;
  /** All clean runs: of bad commits, if there is no fix. */
  readonly allCleanRuns: number;
  /** The commits that can have made it, by the stale runs: 1 each. They are also those that are worth a run. */
  readonly candidates: Uint8Array;
  readonly staleRuns: number;
}

/** The good end and the bad one. */
export function endsOf({ commits, looksFor }: Range): { good: number; bad: number } {
  const newest = commits.count - 1;
  return looksFor === 'first-bad' ? { good: 0, bad: newest } : { good: newest, bad: 0 };
}

/**
 * The posterior. Without any stale run the bad end counts as the bad one that it is said to be.
 *
 * @returns null where no single change explains all stale runs
 */
export function graphPosterior(
  range: Range,
  counts: readonly KernelCounts[],
): GraphPosterior | null {
  const { commits, looksFor } = range;
  const firstBad = looksFor === 'first-bad';
  const candidates = candidatesOf(range, counts);
  const cleanRuns = new Int32Array(commits.count);
  let allCleanRuns = 0;
  let staleRuns = 0;
  for (const [commit, { clean, stale }] of counts.entries()) {
    staleRuns += stale;
    if (clean === 0) continue;
    allCleanRuns += clean;
    const ancestors = commits.ancestorsOf(commit);
    for (let one = 0; one < cleanRuns.length; one++)
      if ((ancestors[one] === 1) === firstBad) cleanRuns[one] = (cleanRuns[one] ?? 0) + clean;
  }
  let least = firstBad ? Number.POSITIVE_INFINITY : allCleanRuns;
  for (const [commit, runs] of cleanRuns.entries())
    if (candidates[commit] === 1) least = Math.min(least, runs);
  if (least === Number.POSITIVE_INFINITY) return null;
  const chances = cleanChances(staleRuns, least, allCleanRuns - least);
  const weights = new Float64Array(commits.count);
  let total = 0;
  for (const commit of weights.keys()) {
    if (candidates[commit] !== 1 || isBelieved(range, commit, candidates, counts)) continue;
    weights[commit] = chances[(cleanRuns[commit] ?? 0) - least] ?? 0;
    total += weights[commit] ?? 0;
  }
  const goodEnd = counts[endsOf(range).good] ?? NO_RUNS;
  const mayBeNever = !firstBad && !(total > 0 && isUntestable(goodEnd));
  const never = mayBeNever ? (chances[allCleanRuns - least] ?? 0) : 0;
  total += never;
  for (const [commit, weight] of weights.entries()) weights[commit] = weight / total;
  return {
    ...{ probabilities: weights, never: never / total, cleanRuns, allCleanRuns },
    ...{ candidates, staleRuns },
  };
}

/** The commits by which every stale one would be bad, the older end of a fix left out: it is bad. */
function candidatesOf({ commits, looksFor }: Range, counts: readonly KernelCounts[]): Uint8Array {
  const firstBad = looksFor === 'first-bad';
  const candidates = new Uint8Array(commits.count).fill(1);
  if (!firstBad) candidates[0] = 0;
  for (const [commit, { stale }] of counts.entries()) {
    if (stale === 0) continue;
    const ancestors = commits.ancestorsOf(commit);
    for (let one = 0; one < candidates.length; one++)
      if ((ancestors[one] === 1) !== firstBad) candidates[one] = 0;
  }
  return candidates;
}

/** That the good end is good has to be believed where it cannot be tested. */
function isBelieved(
  { looksFor }: Range,
  commit: number,
  candidates: Uint8Array,
  counts: readonly KernelCounts[],
): boolean {
  if (looksFor !== 'first-bad' || commit !== 0 || !isUntestable(counts[0] ?? NO_RUNS)) return false;
  return candidates.indexOf(1, 1) > 0;
}
