/**
 * What a bisect of a list does next, by nothing but the counts of its runs so far: a campaign that was cut short goes
 * on from its journal as if it had never stopped.
 */

import type { KernelCounts } from '../run-counts.js';
import { chooseKernel } from './next-kernel.js';
import { type CandidateRange, candidateRanges, type Posterior, posteriorOf } from './posterior.js';
import { estimateRate, type RateEstimate } from './rate.js';
import {
  isConfirmed as isConfirmedBy,
  type Known,
  type Model,
  nextStep,
  type Phase,
  type Refusal,
  type StepSettings,
} from './steps.js';

export type { Phase, Refusal } from './steps.js';

export interface BisectSettings extends StepSettings {
  /** What a kernel that is not there yet costs more than a run of one that is, in runs. */
  readonly kernelCost: number;
}

export type Decision =
  | { readonly next: 'run'; readonly kernel: number; readonly phase: Phase }
  | { readonly next: 'answer'; readonly answer: Answer }
  | { readonly next: 'refusal'; readonly refusal: Refusal };

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
  const step = nextStep(listModel(counts.length, settings), counts, settings);
  if (step.next !== 'answer') return step;
  return { next: 'answer', answer: { ...step.known.answer, confirmed: step.confirmed } };
}

interface KnownOfList extends Known {
  readonly answer: Answer;
}

function listModel(count: number, { kernelCost }: BisectSettings): Model<KnownOfList> {
  return {
    ...{ good: 0, bad: count - 1 },
    known: (counts) => {
      const answer = answerSoFar(counts);
      return { answer, ...knownOf(answer) };
    },
    choose: ({ answer }, counts) => chooseKernel(answer.posterior, counts, kernelCost),
  };
}

function knownOf({ range }: Answer): Known {
  return { probability: range.probability, witnesses: [range.last] };
}

/** Whether an answer is certain enough, and its culprit was seen stale again. */
export function isConfirmed(
  answer: Answer,
  counts: readonly KernelCounts[],
  confidence: number,
): boolean {
  return isConfirmedBy(knownOf(answer), counts, confidence);
}

/** What is known by now, whatever was still to be run: not confirmed. */
export function answerSoFar(counts: readonly KernelCounts[]): Answer {
  const posterior = posteriorOf(counts);
  const range = likeliest(candidateRanges(posterior, counts));
  return { range, confirmed: false, posterior, rate: rateOf(posterior, range) };
}

/** The first of those of which nothing is more probable. */
export function likeliest<T extends { readonly probability: number }>(all: readonly T[]): T {
  return all.reduce((most, one) => (one.probability > most.probability ? one : most));
}

/** The rate as it is if the answer is right. */
function rateOf({ staleRuns, cleanRuns }: Posterior, { last }: CandidateRange): RateEstimate {
  return estimateRate(staleRuns, cleanRuns[last] ?? 0);
}
