/** What a scenario must hold to be clean, by its declaration and the plan, and by nothing that was said of the race. */
import type { CleanNeed } from '../result/agreement.js';
import type { Target } from '../result/result.js';
import { scenarioIds, scenarios } from '../scenarios/list.js';
import { noCounts } from './counts/tally.js';
import { gatesOf, OVERLAPPED_AT_LEAST, overlappedForBound } from './gates.js';
import { type RacePlan, scenarioIn } from './plan.js';

/** A step that a filesystem cannot do, and the end of a step on the way, leave a part of what was ordered. */
const SHARE_AT_LEAST = 0.5;

/** What of a plan decides it; what is left out was not ordered, or nobody knows. */
export type NeedPlan = Pick<RacePlan, 'expect'> &
  Partial<Pick<RacePlan, 'untilBound' | 'seconds' | 'budgetSeconds' | 'attempts' | 'step'>>;

const NOTHING: CleanNeed = { gates: [], overlapped: 0, seconds: 0, attempts: 0 };

/** Whether a scenario may be left out where the filesystem cannot do it. */
export function mayLeaveOut(
  { leavesOut = false }: Pick<RacePlan, 'leavesOut'>,
  id: string,
): boolean {
  return leavesOut && scenarios.find((one) => one.id === id)?.onlyOnSome === true;
}

/** What a scenario needs on a target; of one that this holerace does not know, nothing. */
export function cleanNeed(plan: NeedPlan, id: string, target: Target): CleanNeed {
  if (!scenarioIds.includes(id)) return NOTHING;
  const scenario = scenarioIn(plan, id);
  const untilBound = plan.untilBound ?? null;
  const gates = gatesOf({
    ...{ scenario, expect: plan.expect, untilBound, target, counts: noCounts() },
    ...{ byStrategy: {}, lacking: new Map(), stepAttempts: [], failure: null },
  });
  const atOnce = scenario.steps.some(({ meeting }) => meeting === 'at-once');
  const bound = untilBound === null ? OVERLAPPED_AT_LEAST : overlappedForBound(untilBound);
  const attempts = plan.attempts ?? scenario.attemptsByDefault;
  const timed = untilBound === null && (plan.budgetSeconds ?? null) === null;
  return {
    gates: gates.map((gate) => gate.id),
    overlapped: atOnce ? bound : 0,
    seconds: timed ? SHARE_AT_LEAST * (plan.seconds ?? 0) : 0,
    attempts:
      attempts === null ? Number.POSITIVE_INFINITY : Math.floor(attempts / scenario.steps.length),
  };
}
