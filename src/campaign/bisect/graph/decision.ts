/** What a bisect over a graph of commits does next, by nothing but the counts of its runs and the costs so far. */
import type { KernelCounts } from '../../run-counts.js';
import { likeliest } from '../decision.js';
import { estimateRate, type RateEstimate } from '../rate.js';
import { type Known, nextStep, type Step, type StepSettings } from '../steps.js';
import { type CommitGroup, groupsOf } from './groups.js';
import { chooseCommit } from './next-commit.js';
import { endsOf, type GraphPosterior, graphPosterior, type Range } from './posterior.js';

/** What is known of a graph by now. */
export interface GraphKnown extends Known {
  /** The likeliest candidates that no run can tell apart. */
  readonly group: CommitGroup;
  readonly posterior: GraphPosterior;
  /** The rate as it is if this is the answer. */
  readonly rate: RateEstimate;
}

/** What a commit costs before its next run can be made, in runs. */
export type CostOf = (commit: number) => number;

/** What the bisect does next. */
export function decideOnGraph(
  range: Range,
  counts: readonly KernelCounts[],
  settings: StepSettings,
  costOf: CostOf,
): Step<GraphKnown> {
  const model = {
    ...endsOf(range),
    known: (now: readonly KernelCounts[]) => knownOfGraph(range, now),
    choose: ({ posterior }: GraphKnown, now: readonly KernelCounts[]) =>
      chooseCommit(range, posterior, now, costOf),
  };
  return nextStep(model, counts, settings);
}

/** What is known by now, whatever was still to be run; null where nothing explains the runs. */
export function knownOfGraph(range: Range, counts: readonly KernelCounts[]): GraphKnown | null {
  const posterior = graphPosterior(range, counts);
  if (posterior === null) return null;
  const group = likeliest(groupsOf(range, posterior, counts));
  const { probability, witnesses } = group;
  const last = group.members.at(-1);
  const clean = last === undefined ? posterior.allCleanRuns : (posterior.cleanRuns[last] ?? 0);
  return {
    ...{ probability, witnesses, group, posterior },
    rate: estimateRate(posterior.staleRuns, clean),
  };
}
