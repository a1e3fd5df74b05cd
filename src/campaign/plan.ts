/**
 * What a bisect does next, by nothing but the evidence so far: a campaign that was cut short goes on from its
 * journal as if it had never stopped.
 */
import { chooseKernel } from './choice.js';
import { isUntestable, type KernelEvidence } from './evidence.js';
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

export type Step =
  | { readonly step: 'run'; readonly kernel: number; readonly phase: Phase }
  | { readonly step: 'answer'; readonly answer: Answer }
  | { readonly step: 'refusal'; readonly refusal: Refusal };

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

/** The next step of a bisect over kernels of which the first is said to be good, and the last bad. */
export function nextStep(evidence: readonly KernelEvidence[], settings: BisectSettings): Step {
  const last = evidence.length - 1;
  const badEnd = at(evidence, last);
  const refusal = refusalOf(evidence, settings);
  if (refusal !== null) return { step: 'refusal', refusal };
  const runs = evidence.reduce(
    (sum, { stale, clean, untested }) => sum + stale + clean + untested,
    0,
  );
  const isOver = runs >= settings.runLimit;
  if (!isScreened(badEnd) && !isOver) return { step: 'run', kernel: last, phase: 'screen' };
  const known = answerSoFar(evidence);
  const { posterior, range } = known;
  const answer = (confirmed: boolean): Step => ({
    step: 'answer',
    answer: { ...known, confirmed },
  });
  const certain = range.probability >= 1 - (1 - settings.confidence) * MODEL_SHARE;
  const culprit = at(evidence, range.last);
  const seenAgain = culprit.stale >= CULPRIT_STALE_LEAST;
  if (certain && seenAgain) return answer(true);
  if (isOver) return answer(false);
  const isFavourite = certain || (culprit.stale > 0 && range.probability >= CONFIRM_FROM);
  if (isFavourite && !seenAgain && !isUntestable(culprit))
    return { step: 'run', kernel: range.last, phase: 'confirm' };
  const kernel = chooseKernel(posterior, evidence, settings.kernelCost);
  return kernel === null ? answer(false) : { step: 'run', kernel, phase: 'search' };
}

/** What is known by now, whatever was still to be run: not confirmed. */
export function answerSoFar(evidence: readonly KernelEvidence[]): Answer {
  const posterior = posteriorOf(evidence);
  const range = likeliest(candidateRanges(posterior, evidence));
  return { range, confirmed: false, posterior, rate: rateOf(posterior, range) };
}

function likeliest(ranges: readonly CandidateRange[]): CandidateRange {
  return ranges.reduce((most, one) => (one.probability > most.probability ? one : most));
}

function refusalOf(
  evidence: readonly KernelEvidence[],
  { screenLimit }: BisectSettings,
): Refusal | null {
  const badEnd = at(evidence, evidence.length - 1);
  if (at(evidence, 0).stale > 0) return 'good-end-stale';
  if (badEnd.stale > 0) return null;
  if (isUntestable(badEnd)) return 'bad-end-untestable';
  return badEnd.clean >= screenLimit ? 'bad-end-clean' : null;
}

/** Whether the bad end has shown its rate, or will show nothing more. */
function isScreened(badEnd: KernelEvidence): boolean {
  if (badEnd.stale > 0 && isUntestable(badEnd)) return true;
  if (badEnd.stale < SCREEN_STALE_LEAST) return false;
  const { mean, deviation } = estimateRate(badEnd.stale, badEnd.clean);
  return deviation <= RATE_SPREAD * mean;
}

/** The rate as it is if the answer is right. */
function rateOf({ staleRuns, cleanRuns }: Posterior, { last }: CandidateRange): RateEstimate {
  return estimateRate(staleRuns, cleanRuns[last] ?? 0);
}
