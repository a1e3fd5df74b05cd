import type { LeftOut, ScenarioResult } from '../result/result.js';
import type { Step } from '../scenarios/scenario.js';
import { kernelName } from '../target/target.js';
import type { Need } from './budget.js';
import { addCounts } from './counts/tally.js';
import { OVERLAPPED_AT_LEAST, overlappedForBound } from './gates.js';
import { needOf } from './need.js';
import { callPath } from './paths/call-path.js';
import { overtimeOf } from './plan.js';
import { ProbeOrder } from './probe-order.js';
import { raceStep } from './race-step.js';
import { add, noSum, resultOf, type ScenarioOrder, type Sum } from './scenario-sum.js';
import { availableStrategies } from './strategies/here.js';
import { type StrategyId, strategiesOf } from './strategies/list.js';

/** What has come of a scenario after one of its turns. */
export interface TurnOutcome {
  /** Whether the race can go on: not where one of its threads is stuck in the kernel. */
  readonly goesOn: boolean;
  /** What it would do with more time. */
  readonly need: Need;
}

/**
 * Races a scenario to its end and sends its records.
 *
 * @returns whether the race can go on: not where one of its threads is stuck in the kernel
 */
export async function raceScenario(order: ScenarioOrder): Promise<boolean> {
  return (await new ScenarioRace(order).turn(order.plan.seconds)).goesOn;
}

/** A scenario that may be raced in several turns: each of them sends what all have come to until then. */
export class ScenarioRace {
  readonly #order: ScenarioOrder;
  readonly #strategies: readonly StrategyId[];
  readonly #sum = noSum();

  constructor(order: ScenarioOrder) {
    this.#order = order;
    this.#strategies = order.plan.strategies ?? availableStrategies();
  }

  /** Races for so long at the most, and sends the records. */
  async turn(seconds: number): Promise<TurnOutcome> {
    const { scenario, target, sink } = this.#order;
    if (this.#sum.turns === 0) noteLacking(this.#order, this.#sum, this.#strategies);
    if (this.#sum.turns === 0) tracePath(this.#order, this.#sum);
    const leftOut = leftOutOf(this.#order, this.#sum);
    if (leftOut !== null) {
      sink({ record: 'left-out', leftOut });
      return { goesOn: true, need: 'nothing' };
    }
    sink({ record: 'racing', scenario: scenario.id, filesystem: target.filesystem });
    await raceSteps(this.#order, this.#sum, this.#strategies, seconds);
    this.#sum.turns++;
    const result = resultOf(this.#order, this.#sum);
    sink({ record: 'scenario', scenario: result });
    const { failure, stuck } = this.#sum;
    if (stuck) sink({ record: 'stuck', reason: failure ?? 'a worker is stuck in the kernel' });
    return { goesOn: !stuck, need: needAfter(this.#order, this.#sum, result) };
  }
}

function noteLacking(
  { scenario, lackedBy }: ScenarioOrder,
  { lacking }: Sum,
  strategies: readonly StrategyId[],
): void {
  for (const [index, step] of scenario.steps.entries()) {
    const why = lackedBy(step) ?? lacksStrategies(step, strategies);
    if (why !== null) lacking.set(index, why);
  }
}

/** Of the first step that is raced: a sequence has no window. */
function tracePath({ scenario, plan, files, target }: ScenarioOrder, sum: Sum): void {
  if (plan.traces === undefined) return;
  const isRaced = ({ meeting }: Step, index: number) =>
    meeting === 'at-once' && !sum.lacking.has(index);
  const step = scenario.steps.find(isRaced);
  const points = step === undefined ? [] : callPath(plan.traces, files, step, kernelName(target));
  sum.path = { of: plan.traces, points };
}

function lacksStrategies(step: Step, strategies: readonly StrategyId[]): string | null {
  if (strategiesOf(step, strategies).length > 0) return null;
  return `${strategies.join(' and ')} cannot be raced on ${step.place} places`;
}

/** What is said of a scenario that need not be there, and cannot. */
function leftOutOf({ scenario, plan, target }: ScenarioOrder, { lacking }: Sum): LeftOut | null {
  if (!scenario.onlyOnSome || !plan.leavesOut) return null;
  if (lacking.size < scenario.steps.length) return null;
  const reason = [...new Set(lacking.values())].join('; ');
  return { id: scenario.id, filesystem: target.filesystem, reason };
}

async function raceSteps(
  order: ScenarioOrder,
  sum: Sum,
  strategies: readonly StrategyId[],
  seconds: number,
): Promise<void> {
  const { scenario, target, sink } = order;
  const where = { scenario: scenario.id, filesystem: target.filesystem };
  const isOpen = (index: number) =>
    !sum.lacking.has(index) && attemptsLeft(order, sum, index) !== 0;
  let open = scenario.steps.filter((_, index) => isOpen(index)).length;
  let leftSeconds = seconds;
  for (const [index, declared] of scenario.steps.entries()) {
    const step = { ...declared, places: order.plan.places ?? declared.places };
    if (order.signal.aborted || sum.failure !== null || hasShown(order, sum)) break;
    if (!isOpen(index)) continue;
    const before = { ...sum };
    const raced = strategiesOf(step, strategies);
    const probes = new ProbeOrder(order, raced);
    await probes.begin();
    const outcome = await raceStep({
      ...limitsOfStep(order, sum, index),
      secondsLimit: leftSeconds / open,
      overtimeSeconds: overtimeOf(order.plan) / racingSteps(order, sum),
      strategies: raced,
      workers: order.workers.pair(),
      files: order.files,
      step,
      points: probes.points,
      signal: order.signal,
      onProgress: (counts, seconds) => {
        const { attempts, overlapped, early, late, stale, sigbus } = addCounts(
          before.counts,
          counts,
        );
        const so = { attempts, overlapped, early, late, stale, sigbus };
        sink({ record: 'progress', ...where, seconds: before.seconds + seconds, ...so });
        sum.hits.note({ seconds: before.seconds + seconds, overlapped, stale });
        probes.goesOn(counts);
      },
      onStale: (evidence, seconds, kind) =>
        sink({ record: kind, ...where, seconds: before.seconds + seconds, evidence }),
    });
    add(sum, index, outcome);
    // What a step of few attempts has left of its share goes to those after it.
    leftSeconds = Math.max(0, leftSeconds - outcome.seconds);
    open--;
  }
}

/** Whether nobody wants to see more of it. */
function hasShown({ plan }: ScenarioOrder, { counts }: Sum): boolean {
  return plan.untilStale === true && counts.stale >= plan.evidenceLimit;
}

/** The attempts that a step may still make, null where only time ends it. Each that is raced gets an equal share. */
function attemptsLeft({ plan, scenario }: ScenarioOrder, sum: Sum, index: number): number | null {
  const attempts = plan.attempts ?? scenario.attemptsByDefault;
  const raced = scenario.steps.length - sum.lacking.size;
  const share = attempts === null ? null : Math.ceil(attempts / Math.max(1, raced));
  const limit = Math.min(share ?? Infinity, scenario.steps[index]?.attempts ?? Infinity);
  return limit === Infinity ? null : Math.max(0, limit - (sum.stepAttempts[index] ?? 0));
}

/** What each racing step has to bring, so that a verdict may come of all of them. */
function overlappedShare(order: ScenarioOrder, sum: Sum): number {
  return Math.ceil(OVERLAPPED_AT_LEAST / racingSteps(order, sum));
}

/** How many steps race, and go on beyond their time where they must: a sequence does not. One at the least. */
function racingSteps({ scenario }: ScenarioOrder, { lacking }: Sum): number {
  const racing = scenario.steps.filter(
    ({ meeting }, index) => meeting === 'at-once' && !lacking.has(index),
  );
  return Math.max(1, racing.length);
}

function limitsOfStep(order: ScenarioOrder, sum: Sum, index: number) {
  const { plan } = order;
  const overlappedLimit = plan.untilBound === null ? null : overlappedForBound(plan.untilBound);
  return {
    // Another turn is not to repeat the choices of the one before.
    seed: plan.seed + sum.turns,
    attemptsLimit: attemptsLeft(order, sum, index),
    overlappedWanted: overlappedShare(order, sum),
    overlappedLimit:
      overlappedLimit === null ? null : Math.max(1, overlappedLimit - sum.counts.overlapped),
    // More would not be kept, and others need the time.
    staleLimit: plan.budgetSeconds !== null || plan.untilStale ? plan.evidenceLimit : null,
    evidenceLimit: Math.max(0, plan.evidenceLimit - sum.evidence.length),
  };
}

function needAfter(order: ScenarioOrder, sum: Sum, result: ScenarioResult): Need {
  const { scenario, plan } = order;
  // What a filesystem cannot do it will not learn; the steps that it can do may go on.
  const ended = scenario.steps.every(
    (_, index) => sum.lacking.has(index) || attemptsLeft(order, sum, index) === 0,
  );
  const enough = plan.untilBound === null ? null : overlappedForBound(plan.untilBound);
  return needOf({ result, ended, reachedBound: enough !== null && result.overlapped >= enough });
}
