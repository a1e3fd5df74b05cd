/** One scenario: its steps in turn, and what they come to. */

import type { RecordSink } from '../report/records.js';
import type {
  Evidence,
  ScenarioResult,
  StaggerBin,
  Target,
  WideningResult,
} from '../report/result.js';
import { judgeScenario, rateBound95 } from '../report/verdict.js';
import type { Scenario, Step } from '../scenarios/scenario.js';
import { gatesOf, overlappedForBound } from './gates.js';
import { HitsOverTime } from './hits.js';
import type { RaceFiles, RacePlan } from './plan.js';
import { availableWidenings } from './preemptible.js';
import { raceStep, type StepOutcome } from './race-step.js';
import { addCounts, type Counts, noCounts } from './tally.js';
import type { Durations } from './timing.js';
import type { Widening } from './widening.js';
import type { Workers } from './worker-pair.js';

export interface ScenarioOrder {
  readonly scenario: Scenario;
  readonly plan: RacePlan;
  readonly files: RaceFiles;
  readonly target: Target;
  readonly sink: RecordSink;
  readonly workers: Workers;
  readonly signal: AbortSignal;
  /** Why a step cannot be done on these files, null where it can. */
  readonly lackedBy: (step: Step) => string | null;
}

/** What the steps so far have come to. */
interface Sum {
  counts: Counts;
  byWidening: Partial<Record<Widening, Counts>>;
  durations: Partial<Record<Widening, Durations>>;
  staggers: Partial<Record<Widening, readonly StaggerBin[]>>;
  readonly hits: HitsOverTime;
  seconds: number;
  evidence: Evidence[];
  secondsToFirstStale: number | null;
  failure: string | null;
  held: boolean;
  /** Why steps were left out. */
  lacking: string[];
  stepAttempts: number[];
}

/**
 * Races a scenario to its end and sends its records.
 *
 * @returns whether the race can go on: not where the kernel holds one of its threads
 */
export async function raceScenario(order: ScenarioOrder): Promise<boolean> {
  const { scenario, target, sink } = order;
  const where = { scenario: scenario.id, filesystem: target.filesystem };
  sink({ record: 'racing', ...where });
  const sum: Sum = {
    counts: noCounts(),
    byWidening: {},
    durations: {},
    staggers: {},
    hits: new HitsOverTime(),
    seconds: 0,
    evidence: [],
    secondsToFirstStale: null,
    failure: null,
    held: false,
    lacking: [],
    stepAttempts: [],
  };
  const widenings = order.plan.widenings ?? availableWidenings();
  for (const step of scenario.steps) {
    if (order.signal.aborted || sum.failure !== null) break;
    const lacking = order.lackedBy(step);
    if (lacking !== null) {
      sum.lacking.push(lacking);
      continue;
    }
    const before = { ...sum };
    const outcome = await raceStep({
      ...limitsOfStep(order, sum),
      // A sequence meets nobody: there is nothing to widen.
      widenings: step.meeting === 'in-turn' ? ['stagger'] : widenings,
      workers: order.workers.pair(),
      files: order.files,
      step,
      signal: order.signal,
      onProgress: (counts, seconds) => {
        const { attempts, overlapped, early, late, stale } = addCounts(before.counts, counts);
        const so = { attempts, overlapped, early, late, stale };
        sink({ record: 'progress', ...where, seconds: before.seconds + seconds, ...so });
        sum.hits.note({ seconds: before.seconds + seconds, overlapped, stale });
      },
      onStale: (evidence, seconds) =>
        sink({ record: 'stale', ...where, seconds: before.seconds + seconds, evidence }),
    });
    add(sum, outcome);
  }
  const result = resultOf(order, sum);
  sink({ record: 'scenario', scenario: result });
  if (sum.held) sink({ record: 'held', reason: sum.failure ?? 'the kernel holds a worker' });
  return !sum.held;
}

/** Each step gets an equal share of the scenario's time and attempts. */
function limitsOfStep({ plan, scenario }: ScenarioOrder, { evidence }: Sum) {
  const steps = scenario.steps.length;
  const attempts = plan.attempts ?? scenario.attemptsByDefault;
  return {
    seed: plan.seed,
    secondsLimit: plan.seconds / steps,
    attemptsLimit: attempts === null ? null : Math.ceil(attempts / steps),
    overlappedLimit: plan.untilBound === null ? null : overlappedForBound(plan.untilBound),
    evidenceLimit: Math.max(0, plan.evidenceLimit - evidence.length),
  };
}

function add(sum: Sum, outcome: StepOutcome): void {
  if (outcome.secondsToFirstStale !== null) {
    sum.secondsToFirstStale ??= sum.seconds + outcome.secondsToFirstStale;
  }
  sum.counts = addCounts(sum.counts, outcome.counts);
  for (const [widening, counts] of Object.entries(outcome.byWidening)) {
    const id = widening as Widening;
    sum.byWidening[id] = addCounts(sum.byWidening[id] ?? noCounts(), counts);
  }
  // Those of the last step: means of different steps would mean nothing.
  sum.durations = outcome.durations;
  sum.staggers = outcome.staggers;
  sum.seconds += outcome.seconds;
  sum.evidence.push(...outcome.evidence);
  sum.failure ??= outcome.failure;
  sum.held ||= outcome.held;
  sum.stepAttempts.push(outcome.counts.attempts);
}

function wideningResult(
  id: Widening,
  counts: Counts,
  { durations, staggers }: Sum,
): WideningResult {
  const { seconds, cpuSeconds, attempts, overlapped, early, late, thrownAway, stale } = counts;
  const meanNanoseconds = durations[id] ?? null;
  return {
    ...{ id, seconds, cpuSeconds, attempts, overlapped, early, late, thrownAway, stale },
    ...{ meanNanoseconds, staggers: [...(staggers[id] ?? [])] },
  };
}

function resultOf({ scenario, plan, target, signal }: ScenarioOrder, sum: Sum): ScenarioResult {
  const failure = signal.aborted ? 'the race was interrupted' : sum.failure;
  const { counts, stepAttempts } = sum;
  const gates = gatesOf({
    ...{ scenario, expect: plan.expect, untilBound: plan.untilBound },
    ...{ target, counts, byWidening: sum.byWidening, stepAttempts, lacking: sum.lacking, failure },
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
    thrownAway: counts.thrownAway,
    stale: counts.stale,
    lasting: counts.lasting,
    secondsToFirstStale: sum.secondsToFirstStale,
    rateBound95: verdict === 'clean' ? rateBound95(counts.overlapped) : null,
    widenings: Object.entries(sum.byWidening).map(([id, one]) =>
      wideningResult(id as Widening, one, sum),
    ),
    hits: sum.hits.until({
      seconds: sum.seconds,
      overlapped: counts.overlapped,
      stale: counts.stale,
    }),
    gates,
    evidence: sum.evidence,
  };
}
