/** What the turns of a scenario come to: a sum over its steps, and the result that is made of it. */
import type { RecordSink } from '../result/records.js';
import type {
  Evidence,
  ScenarioResult,
  StaggerBin,
  StrategyResult,
  Target,
  TracedCall,
} from '../result/result.js';
import { judgeScenario, rateBound95 } from '../result/verdict.js';
import type { Scenario, Step } from '../scenarios/scenario.js';
import { addCounts, type Counts, noCounts } from './counts/tally.js';
import type { Durations } from './counts/timing.js';
import { gatesOf } from './gates.js';
import { HitsOverTime } from './hits.js';
import type { RaceFiles, RacePlan } from './plan.js';
import type { StepOutcome } from './step-order.js';
import { STRATEGIES, type StrategyId } from './strategies/list.js';
import type { ToldFunctions } from './strategies/told-functions.js';
import type { Workers } from './threads/workers.js';

export interface ScenarioOrder {
  readonly scenario: Scenario;
  readonly plan: RacePlan;
  readonly files: RaceFiles;
  readonly target: Target;
  readonly sink: RecordSink;
  readonly workers: Workers;
  /** What the kernel tells of its functions, for probes; null where it is not to be asked. */
  readonly told: ToldFunctions | null;
  readonly signal: AbortSignal;
  /** Why a step cannot be done on these files, null where it can. */
  readonly lackedBy: (step: Step) => string | null;
}

/** What the steps so far have come to. */
export interface Sum {
  counts: Counts;
  byStrategy: Partial<Record<StrategyId, Counts>>;
  durations: Partial<Record<StrategyId, Durations>>;
  staggers: Partial<Record<StrategyId, readonly StaggerBin[]>>;
  readonly hits: HitsOverTime;
  seconds: number;
  evidence: Evidence[];
  secondsToFirstStale: number | null;
  failure: string | null;
  stuck: boolean;
  /** Why steps were left out, by their place. */
  readonly lacking: Map<number, string>;
  /** The attempts of each step. */
  readonly stepAttempts: number[];
  turns: number;
  /** What a call passes that meets nobody, null where nobody asked. */
  path: { readonly of: TracedCall; readonly points: readonly string[] } | null;
}

/** Before the first turn. */
export function noSum(): Sum {
  return {
    counts: noCounts(),
    byStrategy: {},
    durations: {},
    staggers: {},
    hits: new HitsOverTime(),
    seconds: 0,
    evidence: [],
    secondsToFirstStale: null,
    failure: null,
    stuck: false,
    lacking: new Map(),
    stepAttempts: [],
    turns: 0,
    path: null,
  };
}

/** Adds what a step has come to in one of its turns. */
export function add(sum: Sum, index: number, outcome: StepOutcome): void {
  if (outcome.secondsToFirstStale !== null) {
    sum.secondsToFirstStale ??= sum.seconds + outcome.secondsToFirstStale;
  }
  sum.counts = addCounts(sum.counts, outcome.counts);
  for (const [strategy, counts] of Object.entries(outcome.byStrategy)) {
    const id = strategy as StrategyId;
    sum.byStrategy[id] = addCounts(sum.byStrategy[id] ?? noCounts(), counts);
  }
  // Those of the last step raced: means of different steps would mean nothing.
  sum.durations = outcome.durations;
  sum.staggers = outcome.staggers;
  sum.seconds += outcome.seconds;
  sum.evidence.push(...outcome.evidence);
  sum.failure ??= outcome.failure;
  sum.stuck ||= outcome.stuck;
  sum.stepAttempts[index] = (sum.stepAttempts[index] ?? 0) + outcome.counts.attempts;
}

function strategyResult(
  id: StrategyId,
  counts: Counts,
  { durations, staggers }: Sum,
): StrategyResult {
  const { seconds, cpuSeconds, attempts, overlapped, early, late, discarded, stale } = counts;
  const meanNanoseconds = durations[id] ?? null;
  const { delay, seating, ahead } = STRATEGIES[id];
  return {
    delay,
    ...(seating === 'together' ? { ahead } : {}),
    ...{ id, seconds, cpuSeconds, attempts, overlapped, early, late, discarded, stale },
    ...{ meanNanoseconds, staggers: [...(staggers[id] ?? [])] },
    ...(delay === 'probe' ? { points: pointsOf(counts) } : {}),
  };
}

/** What a probe has come to, of all steps together. */
function pointsOf(counts: Counts) {
  const { points, pointsPassed, pointsLeft, pointsSeconds, pointsTold, pointsToldPassed } = counts;
  const secondsToTryAll = points > pointsTold && pointsLeft === 0 ? pointsSeconds : null;
  return {
    ...{ tried: points, passed: pointsPassed, secondsToTryAll },
    told: { tried: pointsTold, passed: pointsToldPassed },
  };
}

/** The result of all turns so far. */
export function resultOf(
  { scenario, plan, target, signal }: ScenarioOrder,
  sum: Sum,
): ScenarioResult {
  const failure = signal.aborted ? 'the race was interrupted' : sum.failure;
  const { counts } = sum;
  // Those left out have none.
  const stepAttempts = Object.values(sum.stepAttempts);
  const { lacking } = sum;
  const gates = gatesOf({
    ...{ scenario, expect: plan.expect, untilBound: plan.untilBound },
    ...{ target, counts, byStrategy: sum.byStrategy, stepAttempts, lacking, failure },
  });
  const { verdict, reason } = judgeScenario(counts.stale, gates);
  return {
    id: scenario.id,
    filesystem: target.filesystem,
    verdict,
    reason,
    seconds: sum.seconds,
    attempts: counts.attempts,
    overlapped: counts.overlapped,
    early: counts.early,
    late: counts.late,
    discarded: counts.discarded,
    stale: counts.stale,
    lasting: counts.lasting,
    sigbus: counts.sigbus,
    secondsToFirstStale: sum.secondsToFirstStale,
    rateBound95: verdict === 'clean' ? rateBound95(counts.overlapped) : null,
    strategies: Object.entries(sum.byStrategy).map(([id, one]) =>
      strategyResult(id as StrategyId, one, sum),
    ),
    ...(sum.path === null ? {} : { path: { ...sum.path, points: [...sum.path.points] } }),
    hits: sum.hits.until({
      seconds: sum.seconds,
      overlapped: counts.overlapped,
      stale: counts.stale,
    }),
    gates,
    evidence: sum.evidence,
  };
}
