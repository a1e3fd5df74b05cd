/** What a race is told to do: plain data, so that it can travel to a child process or into a guest. */
import type { Expect, TracedCall } from '../result/result.js';
import { scenarioOf } from '../scenarios/list.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { StrategyId } from './strategies/list.js';

export interface RacePlan {
  /** Scenario ids, in the order in which they run. */
  readonly scenarios: readonly string[];
  /** Racing time of each scenario in seconds. */
  readonly seconds: number;
  /** Racing time of all scenarios together, shared out among them, null where each has its own. */
  readonly budgetSeconds: number | null;
  /** Attempts after which a scenario ends, null for its own number. */
  readonly attempts: number | null;
  /** Ends a scenario once a clean run of it excludes a rate above this, null to go on for its time. */
  readonly untilBound: number | null;
  readonly seed: number;
  readonly expect: Expect;
  /** The strategies, null for all that this machine has. */
  readonly strategies: readonly StrategyId[] | null;
  /** Stale reads of a scenario that are kept with their evidence. */
  readonly evidenceLimit: number;
  /** Whether what only some filesystems can do is left out on others, where it is not named: else it is untested there. */
  readonly leavesOut?: boolean;
  /** Places in the arena instead of the scenario's own number. */
  readonly places?: number;
  /** The one step of each scenario that is raced, counted from 1; all where there is none. */
  readonly step?: number;
  /** The points of `probe` and `probe-writer`, as in `iomap_iter return`, in place of their own lists. */
  readonly points?: readonly string[];
  /** Whether a scenario ends once it was stale so often as is kept with evidence. */
  readonly untilStale?: boolean;
  /** The call of which it is told which functions of the kernel it passes where it meets nobody. */
  readonly traces?: TracedCall;
}

/**
 * A scenario as a plan has it raced: with one of its steps, or with all.
 *
 * @throws RangeError where there is no such scenario, or it has no such step
 */
export function scenarioIn({ step }: Pick<RacePlan, 'step'>, id: string): Scenario {
  const scenario = scenarioOf(id);
  if (step === undefined) return scenario;
  const only = scenario.steps[step - 1];
  if (only === undefined) throw new RangeError(`${id} has no step ${step}`);
  return { ...scenario, steps: [only] };
}

/** The files that are raced: one and the same, except in a control, whose reader sees another one. */
export interface RaceFiles {
  readonly read: string;
  readonly write: string;
}

export const DEFAULT_SECONDS = 10;
/** The limit of a race that goes on until a bound, unless another one is given. */
export const BOUND_SECONDS = 600;
export const DEFAULT_EVIDENCE_LIMIT = 16;

/** No scenario goes on for longer beyond its time. */
const OVERTIME_LIMIT_SECONDS = 30;
/** Against its time: what else a machine does may leave the race half of two cores, and less. */
const OVERTIME_SHARE = 2;
/** For the shortest races. */
const OVERTIME_LEAST_SECONDS = 5;

/**
 * How long a scenario may go on beyond its time where strategies have not had their turn, or too little overlapped:
 * for twice as long again, within limits. A budget is never exceeded: there, another turn brings it.
 */
export function overtimeOf({
  seconds,
  budgetSeconds,
}: Pick<RacePlan, 'seconds' | 'budgetSeconds'>): number {
  return budgetSeconds === null
    ? Math.min(Math.max(OVERTIME_SHARE * seconds, OVERTIME_LEAST_SECONDS), OVERTIME_LIMIT_SECONDS)
    : 0;
}

/** How long a plan races at the most, in seconds, on so many filesystems. */
export function racingSecondsOn(filesystems: number, plan: RacePlan): number {
  const eachSeconds = plan.seconds + overtimeOf(plan);
  return plan.budgetSeconds ?? filesystems * plan.scenarios.length * eachSeconds;
}
