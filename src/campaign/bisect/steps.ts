/**
 * The steps of a bisect, whatever its kernels are: screen the bad end, search, confirm. They follow from nothing but
 * the counts of the runs so far.
 */
import { isUntestable, type KernelCounts } from '../run-counts.js';
import { at } from './posterior.js';
import { estimateRate } from './rate.js';

export interface StepSettings {
  /** The probability at which the answer is believed. */
  readonly confidence: number;
  /** Runs after which the bisect gives up and tells what it knows. */
  readonly runLimit: number;
  /** Runs of the bad end without any stale read after which it is no bad end. */
  readonly screenLimit: number;
}

/** What is known by now. */
export interface Known {
  /** Of the likeliest answer. */
  readonly probability: number;
  /** The kernels that must have been seen stale again before it is believed. */
  readonly witnesses: readonly number[];
}

/** How kernels follow from each other, and what runs of them say. */
export interface Model<K extends Known> {
  readonly good: number;
  readonly bad: number;
  /** What is known by now; null where nothing explains the runs. */
  readonly known: (counts: readonly KernelCounts[]) => K | null;
  /** The kernel whose run tells most for its cost; null where no run could tell anything. */
  readonly choose: (known: K, counts: readonly KernelCounts[]) => number | null;
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

/** Ends that do not behave, or stale runs that no single change explains. */
export type Refusal = 'good-end-stale' | 'bad-end-clean' | 'bad-end-untestable' | 'unexplained';

export type Step<K extends Known> =
  | { readonly next: 'run'; readonly kernel: number; readonly phase: Phase }
  | { readonly next: 'answer'; readonly known: K; readonly confirmed: boolean }
  | { readonly next: 'refusal'; readonly refusal: Refusal };

/** What a bisect does next. */
export function nextStep<K extends Known>(
  model: Model<K>,
  counts: readonly KernelCounts[],
  settings: StepSettings,
): Step<K> {
  const refusal = refusalOf(model, counts, settings);
  if (refusal !== null) return { next: 'refusal', refusal };
  const runs = counts.reduce(
    (sum, { stale, clean, untested }) => sum + stale + clean + untested,
    0,
  );
  const isOver = runs >= settings.runLimit;
  if (!isScreened(at(counts, model.bad)) && !isOver)
    return { next: 'run', kernel: model.bad, phase: 'screen' };
  const known = model.known(counts);
  if (known === null) return { next: 'refusal', refusal: 'unexplained' };
  if (isConfirmed(known, counts, settings.confidence))
    return { next: 'answer', known, confirmed: true };
  if (isOver) return { next: 'answer', known, confirmed: false };
  const witness = known.witnesses.find(
    (one) => !isSeenAgain(at(counts, one)) && !isUntestable(at(counts, one)),
  );
  if (witness !== undefined) {
    const isFavourite = at(counts, witness).stale > 0 && known.probability >= CONFIRM_FROM;
    if (isFavourite || isCertain(known, settings.confidence))
      return { next: 'run', kernel: witness, phase: 'confirm' };
  }
  const kernel = model.choose(known, counts);
  if (kernel === null) return { next: 'answer', known, confirmed: false };
  return { next: 'run', kernel, phase: 'search' };
}

/** Whether an answer is certain enough, and its witnesses were seen stale again. */
export function isConfirmed(
  known: Known,
  counts: readonly KernelCounts[],
  confidence: number,
): boolean {
  return (
    isCertain(known, confidence) && known.witnesses.every((one) => isSeenAgain(at(counts, one)))
  );
}

function isCertain({ probability }: Known, confidence: number): boolean {
  return probability >= 1 - (1 - confidence) * MODEL_SHARE;
}

function isSeenAgain({ stale }: KernelCounts): boolean {
  return stale >= CULPRIT_STALE_LEAST;
}

function refusalOf(
  { good, bad }: Pick<Model<Known>, 'good' | 'bad'>,
  counts: readonly KernelCounts[],
  { screenLimit }: StepSettings,
): Refusal | null {
  const badEnd = at(counts, bad);
  if (at(counts, good).stale > 0) return 'good-end-stale';
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
