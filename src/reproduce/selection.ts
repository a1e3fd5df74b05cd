/** What of a result a reproducer is to show: one scenario, one of its steps, one way to meet. */
import { UsageError } from '../errors.js';
import { HUGE_PAGE_BYTES } from '../native/page-sizes.js';
import { type ProbePoint, pointName, pointOf as pointNamed } from '../native/probe-point.js';
import { CHANGES } from '../race/changes/list.js';
import { ARENA_OFFSET_BYTES } from '../race/places/arena.js';
import type { Result, ScenarioResult, StrategyResult } from '../result/result.js';
import { scenarioIds, scenarioOf } from '../scenarios/list.js';
import type { Step } from '../scenarios/scenario.js';
import { hasPart } from './parts.js';

export interface Selection {
  readonly scenario: ScenarioResult;
  readonly step: Step;
  /** The part that has the two meet, by the name of a strategy. */
  readonly meeting: string;
  /** Where a probe has the change begin, null where none does. */
  readonly point: ProbePoint | null;
  /** What the strategy has counted. */
  readonly counts: Pick<StrategyResult, 'attempts' | 'stale' | 'staggers'>;
}

/**
 * Chooses what was found most often.
 *
 * @param id the scenario, where the user has named one
 * @throws UsageError where nothing of it was stale, or there is no C for it
 */
export function select({ scenarios }: Result, id?: string): Selection {
  const named = scenarios.filter((one) => id === undefined || one.id === id);
  const stale = named.filter((one) => one.stale > 0);
  const [scenario] = stale.sort((one, other) => other.stale - one.stale);
  if (scenario === undefined) throw nothingStale(named, id);
  if (!scenarioIds.includes(scenario.id))
    throw new UsageError(`this holerace has no scenario ${scenario.id}: update holerace`);
  const counts = countsOf(scenario);
  const step = stepOf(scenario, counts.id);
  if (CHANGES[step.change].rule.storeOffsetBytes !== null)
    throw new UsageError(
      `there is no C for ${scenario.id}, whose reader stores: name another scenario`,
    );
  const meeting = step.secondReader === true ? 'second-reader' : counts.id;
  const point = PROBING.includes(meeting) ? pointOf(scenario, meeting) : null;
  return { scenario, step, meeting, counts, point };
}

/** The meetings that need to be told a point. */
const PROBING: readonly string[] = ['probe', 'probe-writer'];

/**
 * The point at which most of a strategy's evidence was found: a single one may have been found there by chance, for a call
 * that does not pass a point is met anywhere. What was found often may be without evidence.
 */
function pointOf({ evidence }: ScenarioResult, meeting: string): ProbePoint | null {
  const found = evidence.filter(({ strategy }) => strategy === meeting);
  const points = found.map(({ probe }) => pointNamed(probe ?? '')).filter((one) => one !== null);
  const often = (point: ProbePoint): number =>
    points.filter((one) => pointName(one) === pointName(point)).length;
  return points.sort((one, other) => often(other) - often(one))[0] ?? null;
}

function nothingStale(named: readonly ScenarioResult[], id: string | undefined): UsageError {
  const what = id ?? 'nothing';
  if (named.length === 0 && id !== undefined)
    return new UsageError(`the result has no scenario ${id}: name one that was stale in it`);
  return new UsageError(
    `${what} was ${id === undefined ? '' : 'not '}stale in this result: give one that is stale, and a scenario that was`,
  );
}

/** The strategy that has found the most, of those that have a part and all that it needs. */
function countsOf(scenario: ScenarioResult) {
  const { id, attempts, stale, strategies, evidence } = scenario;
  const alone = { id: evidence[0]?.strategy ?? 'stagger', attempts, stale, staggers: undefined };
  const found = strategies.filter((one) => one.stale > 0);
  const known = (found.length === 0 ? [alone] : found)
    .filter((one) => hasPart('meetings', one.id))
    .filter((one) => !PROBING.includes(one.id) || pointOf(scenario, one.id) !== null)
    .sort((one, other) => other.stale - one.stale);
  const [best] = known;
  if (best !== undefined) return best;
  const only = found.map((one) => one.id).join(' and ') || alone.id;
  throw new UsageError(
    `${id} was stale by ${only} alone, for which there is no C, or no evidence that tells the probe: race it with --strategy stagger or preempt`,
  );
}

/**
 * The first step that is raced so, unless most of the evidence lies beside its places: then the one at 2 MiB, which has them
 * anywhere. Else a result does not tell the step, nor whether one was left out, and the first is at 4 KiB, where data need
 * not be laid out in 2 MiB.
 */
function stepOf({ id, evidence }: ScenarioResult, strategy: string): Step {
  const meeting = strategy === 'in-turn' ? 'in-turn' : 'at-once';
  const steps = scenarioOf(id).steps.filter((one) => one.meeting === meeting);
  const [first] = steps;
  if (first === undefined) throw new UsageError(`${id} is not raced by ${strategy}: save it again`);
  const found = evidence.filter((one) => one.strategy === strategy);
  const beside = found.filter(({ fileOffset }) => !liesInPlaceOf(first, fileOffset));
  const huge = steps.find(({ pageBytes }) => pageBytes === HUGE_PAGE_BYTES);
  return beside.length > found.length / 2 ? (huge ?? first) : first;
}

/** Whether an offset of the file lies in what a step's change leaves at one of its places, or at the owner of one. */
function liesInPlaceOf({ strideBytes, change }: Step, fileOffset: number): boolean {
  const { checkedBytes } = CHANGES[change].rule;
  return (fileOffset - ARENA_OFFSET_BYTES) % strideBytes < checkedBytes;
}
