/** The race in a directory: proves what the target is, then runs each scenario. */
import { PAGE_SIZE_BYTES } from '../native/mmap.js';
import { PAGE_BYTES } from '../native/page-sizes.js';
import type { RecordSink } from '../result/records.js';
import type { Step } from '../scenarios/scenario.js';
import { unpromisedOn } from '../target/promises.js';
import { describeTarget, kernelName, type Made } from '../target/target.js';
import { Budget, TURNS_LIMIT } from './budget.js';
import { HugeData } from './huge-data.js';
import { lackedBy } from './lacking.js';
import { type RaceFiles, type RacePlan, scenarioIn } from './plan.js';
import { raceScenario, ScenarioRace } from './race-scenario.js';
import type { ScenarioOrder } from './scenario-sum.js';
import { lackedHere } from './strategies/here.js';
import type { StrategyId } from './strategies/list.js';
import { ToldFunctions } from './strategies/told-functions.js';
import type { Workers } from './threads/workers.js';

/**
 * Races every scenario of the plan over a pair of files and sends the records.
 *
 * @param workers started before, for that takes long; the caller ends them
 * @returns whether it came to its end: not where one of its threads is stuck in the kernel
 * @param made what holerace made for it, null where it was there
 */
export async function race(
  plan: RacePlan,
  files: RaceFiles,
  made: Made | null,
  workers: Workers,
  sink: RecordSink,
  signal: AbortSignal,
): Promise<boolean> {
  const target = describeTarget(files.write, made);
  sink({ record: 'target', target });
  if (PAGE_SIZE_BYTES !== PAGE_BYTES) {
    const reason = `pages of this machine have ${PAGE_SIZE_BYTES} bytes: holerace races pages of ${PAGE_BYTES}`;
    sink({ record: 'untested', filesystem: target.filesystem, reason });
    return true;
  }
  if (plan.expect === 'dax' && !target.dax) {
    const reason = `the target is not DAX (${target.filesystem}, ${target.mountOptions}): mount a DAX filesystem with -o dax, or race the page cache with --expect page-cache`;
    sink({ record: 'untested', filesystem: target.filesystem, reason });
    return true;
  }
  if (plan.expect === 'page-cache' && target.dax) {
    const reason =
      'the target is DAX: race it with --expect dax, or choose a directory that is not';
    sink({ record: 'untested', filesystem: target.filesystem, reason });
    return true;
  }
  const lacking = lackingOf(plan.strategies ?? []);
  if (lacking !== null) {
    sink({ record: 'untested', filesystem: target.filesystem, reason: lacking });
    return true;
  }
  const hugeData = new HugeData(files.write, target);
  const common = {
    ...{ plan, files, target, sink, workers, signal },
    told: new ToldFunctions(kernelName(target)),
    lackedBy: (step: Step) =>
      unpromisedOn(target, step.change) ?? lackedBy(files.write, step) ?? hugeData.lackedBy(step),
  };
  const orders = plan.scenarios.map((id) => ({ scenario: scenarioIn(plan, id), ...common }));
  return plan.budgetSeconds === null
    ? raceInTurn(orders, signal)
    : shareOut(new Budget(plan.budgetSeconds, orders.length), orders, signal);
}

/** Why strategies that were asked for cannot be raced here, each with its own advice; null where all can. */
function lackingOf(strategies: readonly StrategyId[]): string | null {
  const lacking = strategies.flatMap((id) => {
    const lacked = lackedHere(id);
    return lacked === null ? [] : [`${id} cannot be done here: ${lacked}`];
  });
  return lacking.length === 0 ? null : `${lacking.join('; ')}; or leave it out of --strategy`;
}

/** Races each scenario for the time of its own. */
async function raceInTurn(orders: readonly ScenarioOrder[], signal: AbortSignal): Promise<boolean> {
  for (const order of orders) {
    if (signal.aborted) break;
    if (!(await raceScenario(order))) return false;
  }
  return true;
}

/** Races the scenarios for the time that the budget gives each. */
async function shareOut(
  budget: Budget,
  orders: readonly ScenarioOrder[],
  signal: AbortSignal,
): Promise<boolean> {
  const races = orders.map((order) => new ScenarioRace(order));
  const turnsLimit = races.length * TURNS_LIMIT;
  for (let turns = 0; turns < turnsLimit && !signal.aborted; turns++) {
    const turn = budget.next();
    const race = races[turn?.index ?? -1];
    if (turn === null || race === undefined) break;
    const startedMs = performance.now();
    const { goesOn, need } = await race.turn(turn.seconds);
    if (!goesOn) return false;
    // By the clock: what a turn costs beside its attempts is paid from the budget as well.
    budget.note(turn.index, (performance.now() - startedMs) / 1000, need);
  }
  return true;
}
