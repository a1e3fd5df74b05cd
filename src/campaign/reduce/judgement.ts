/**
 * What the runs of a setting say of it, by the model of a bisect (../bisect/rate.ts): a stale run is certain, a clean one
 * is evidence only. A setting in which something is left out is either as good as the smallest one that is known, whose
 * rate its runs have shown, or never stale; before any run both are as likely.
 */
import { cleanChances, estimateRate } from '../bisect/rate.js';
import { isUntestable, type KernelCounts } from '../run-counts.js';

export type Judgement =
  /** It is stale without what was left out. */
  | { readonly kind: 'stale' }
  /** It is clean so often that what was left out is needed, with this confidence. */
  | { readonly kind: 'clean'; readonly confidence: number }
  /** It cannot be raced so: no time would change that. */
  | { readonly kind: 'impossible'; readonly reason: string }
  /** The runs were spoilt, were too few, or there was no time for them. */
  | { readonly kind: 'undecided'; readonly reason: string; readonly confidence: number };

/** Runs of one setting: more say little. */
export const RUNS_LIMIT = 10;
/** Stale runs after which the rate of a setting is known well enough. */
const STALE_WANTED = 3;
/** Runs by which it must have shown them, else it is rare. */
const RARE_AFTER = 8;
/** A setting is taken for the smallest where it is stale so often, against the one before it. */
const SHARE_AT_LEAST = 0.5;

/**
 * The chance that a setting is no good, after its clean runs.
 *
 * @param clean runs of it without a stale read
 * @param known the runs of the smallest setting that is stale
 */
export function confidenceIn(clean: number, known: KernelCounts): number {
  return 1 - (cleanChances(known.stale, known.clean, clean)[clean] ?? 0);
}

/**
 * What is known of a setting by now, null where another run is wanted.
 *
 * @param counts its runs
 * @param known those of the smallest setting that is stale
 * @param wanted the confidence that is enough
 * @param reason why its last run was untested, null where it was not
 */
export function judgementOf(
  counts: KernelCounts,
  known: KernelCounts,
  wanted: number,
  reason: string | null,
): Judgement | null {
  if (counts.stale > 0) return { kind: 'stale' };
  const confidence = confidenceIn(counts.clean, known);
  if (counts.clean > 0 && confidence >= wanted) return { kind: 'clean', confidence };
  if (isUntestable(counts)) return { kind: 'undecided', reason: reason ?? 'untested', confidence };
  if (counts.clean + counts.untested >= RUNS_LIMIT)
    return { kind: 'undecided', reason: `clean ${counts.clean} times, and too rare`, confidence };
  return null;
}

/** Whether a setting that is stale has shown how often, or that this is rare. */
export function isLearnt(counts: KernelCounts): boolean {
  const { stale, clean, untested } = counts;
  return stale >= STALE_WANTED || stale + clean + untested >= RARE_AFTER || isUntestable(counts);
}

/** Whether a setting is stale often enough to go on from it. */
export function isOftenEnough(counts: KernelCounts, known: KernelCounts): boolean {
  const { mean } = estimateRate(counts.stale, counts.clean);
  return mean >= SHARE_AT_LEAST * estimateRate(known.stale, known.clean).mean;
}
