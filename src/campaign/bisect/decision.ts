/**
 * What a bisect does next, by nothing but the counts of its runs so far: a campaign that was cut short goes on from its
 * journal as if it had never stopped.
 */

import { isUntestable, type KernelCounts } from '../run-counts.js';
import { chooseKernel } from './next-kernel.js';
import {
  at,
  type CandidateRange,
  candidateRanges,
  type Posterior,
  posteriorOf,
} from './posterior.js';
import { estimateRate, type RateEstimate } from './rate.js';

export interface BisectSettings {
  /** The probability at which the answer is believed. */
  readonly confidence: number;
  /** What a kernel that is not there yet costs more than a run of one that is, in runs. */
  readonly kernelCost: number;
  /** Runs after which the bisect gives up and tells what it knows. */
  readonly runLimit: number;
  /** Runs of the bad end without any stale read after which it is no bad end. */
  readonly screenLimit: number;
}

/** The error that is left is shared: half for the model's own, half for what the model leaves out. */
const MODEL_SHARE = 0.5;
/** The rate is known well enough where its standard deviation is at most so much of it. */
const RATE_SPREAD = 0.4;
/** Fewer stale runs of the bad end could be luck, at whatever rate. */
const SCREEN_STALE_LEAST = 3;
/** Stale runs that the culprit itself must have. */
const CULPRIT_STALE_LEAST = 2;
/** From here on the culprit's next stale run, which is needed anyway, comes first: it tells the rate too. */
const CONFIRM_FROM = 0.5;

export type Phase = 'screen' | 'search' | 'confirm';

export type Decision =
  | { readonly next: 'run'; readonly kernel: number; readonly phase: Phase }
  | { readonly next: 'answer'; readonly answer: Answer }
  | { readonly next: 'refusal'; readonly refusal: Refusal };

/** Ends that do not behave. */
export type Refusal = 'good-end-stale' | 'bad-end-clean' | 'bad-end-untestable';

/** Where the first bad kernel is. */
export interface Answer {
  /** Kernels that no run can tell apart; one kernel where all could be tested. */
  readonly range: CandidateRange;
  /** Whether its probability has come to the confidence, and the culprit has been seen stale again. */
  readonly confirmed: boolean;
  readonly posterior: Posterior;
  readonly rate: RateEstimate;
}

/** What a bisect does next, over kernels of which the first is said to be good, and the last bad. */
export function decide(counts: readonly KernelCounts[], settings: BisectSettings): Decision {
  const last = counts.length - 1;
  const badEnd = at(counts, last);
  const refusal = refusalOf(counts, settings);
  if (refusal !== null) return { next: 'refusal', refusal };
  const runs = counts.reduce(
    (sum, { stale, clean, untested }) => sum + stale + clean + untested,
    0,
  );
  const isOver = runs >= settings.runLimit;
  if (!isScreened(badEnd) && !isOver) return { next: 'run', kernel: last, phase: 'screen' };
  const known = answerSoFar(counts);
  const { posterior, range } = known;
  const answer = (confirmed: boolean): Decision => ({
    next: 'answer',
    answer: { ...known, confirmed },
  });
  const certain = isCertain(known, settings.confidence);
  const culprit = at(counts, range.last);
  const seenAgain = isSeenAgain(culprit);
  if (isConfirmed(known, counts, settings.confidence)) return answer(true);
  if (isOver) return answer(false);
  const isFavourite = certain || (culprit.stale > 0 && range.probability >= CONFIRM_FROM);
  if (isFavourite && !seenAgain && !isUntestable(culprit))
    return { next: 'run', kernel: range.last, phase: 'confirm' };
  const kernel = chooseKernel(posterior, counts, settings.kernelCost);
  return kernel === null ? answer(false) : { next: 'run', kernel, phase: 'search' };
}

function isCertain({ range }: Answer, confidence: number): boolean {
  return range.probability >= 1 - (1 - confidence) * MODEL_SHARE;
}

function isSeenAgain({ stale }: KernelCounts): boolean {
  return stale >= CULPRIT_STALE_LEAST;
}

/** Whether an answer is certain enough, and its culprit was seen stale again. */
export function isConfirmed(
  answer: Answer,
  counts: readonly KernelCounts[],
  confidence: number,
): boolean {
  return isCertain(answer, confidence) && isSeenAgain(at(counts, answer.range.last));
}

/** What is known by now, whatever was still to be run: not confirmed. */
export function answerSoFar(counts: readonly KernelCounts[]): Answer {
  const posterior = posteriorOf(counts);
  const range = likeliest(candidateRanges(posterior, counts));
  return { range, confirmed: false, posterior, rate: rateOf(posterior, range) };
}

function likeliest(ranges: readonly CandidateRange[]): CandidateRange {
  return ranges.reduce((most, one) => (one.probability > most.probability ? one : most));
}

function refusalOf(
  counts: readonly KernelCounts[],
  { screenLimit }: BisectSettings,
): Refusal | null {
  const badEnd = at(counts, counts.length - 1);
  if (at(counts, 0).stale > 0) return 'good-end-stale';
  if (badEnd.stale > 0) return null;
  if (isUntestable(badEnd)) return 'bad-end-untestable';
  return badEnd.clean >= screenLimit ? 'bad-end-clean' : null;
}

/** Whether the bad end has shown its rate, or will show nothing more. */
function isScreened(badEnd: KernelCounts): boolean {
  if (badEnd.stale > 0 && isUntestable(badEnd)) return true;
  if (badEnd.stale < SCREEN_STALE_LEAST) return false;
  const { mean, deviation } = estimateRate(badEnd.stale, badEnd.clean);
  return deviation <= RATE_SPREAD * mean;
}

/** The rate as it is if the answer is right. */
function rateOf({ staleRuns, cleanRuns }: Posterior, { last }: CandidateRange): RateEstimate {
  return estimateRate(staleRuns, cleanRuns[last] ?? 0);
}
