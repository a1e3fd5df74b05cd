/** The options of a race, the same for `run` and, behind `--`, for the guest's run. */
import { randomInt } from 'node:crypto';
import type { Argv } from 'yargs';
import { UsageError } from '../../errors.js';
import { pointOf } from '../../native/probe-point.js';
import { LEAST_TURN_SECONDS } from '../../race/budget.js';
import {
  BOUND_SECONDS,
  DEFAULT_EVIDENCE_LIMIT,
  DEFAULT_SECONDS,
  type RacePlan,
} from '../../race/plan.js';
import { chosenStrategies, type StrategyId } from '../../race/strategies/list.js';
import { TOLD } from '../../race/strategies/told-functions.js';
import { EVIDENCE_CEILING } from '../../result/limits.js';
import type { Expect } from '../../result/result.js';
import { scenarioIds, scenarioOf } from '../../scenarios/list.js';
import { numberOption } from './numbers.js';

/** Stands for every scenario. */
const ALL = 'all';
const WEEK_SECONDS = 7 * 24 * 3600;
const SEED_LIMIT = 2 ** 31 - 1;
/** More than any scenario has. */
const STEPS_CEILING = 16;
const PLACES_CEILING = 4096;
/** Of those that one race goes through. */
const POINTS_CEILING = 64;

/** Adds the options of a race to a command. */
export function raceOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('scenario', {
      describe: 'what to race, may be repeated (default: the core ones, in vm all)',
      choices: [...scenarioIds, ALL],
      array: true,
      nargs: 1,
      type: 'string',
    })
    .option('seconds', {
      describe: `racing time of each scenario (default: ${DEFAULT_SECONDS})`,
      requiresArg: true,
      coerce: numberOption('seconds', { least: 0.1, most: WEEK_SECONDS, whole: false }),
    })
    .option('budget', {
      describe: 'racing time of all scenarios together, shared out among them by need',
      requiresArg: true,
      coerce: numberOption('budget', {
        least: LEAST_TURN_SECONDS,
        most: WEEK_SECONDS,
        whole: false,
      }),
    })
    .option('attempts', {
      describe: 'end each scenario after so many attempts',
      requiresArg: true,
      coerce: numberOption('attempts', { least: 1, most: 1e12, whole: true }),
    })
    .option('until-bound', {
      describe:
        'race until a clean run excludes a higher rate of stale reads an attempt, at most for --seconds or --budget',
      requiresArg: true,
      coerce: numberOption('until-bound', { least: 1e-9, most: 1, whole: false }),
    })
    .option('seed', {
      describe: 'repeat a run with its seed (default: a new one)',
      requiresArg: true,
      coerce: numberOption('seed', { least: 0, most: SEED_LIMIT, whole: true }),
    })
    .option('expect', {
      describe: 'what the directory must be',
      choices: ['dax', 'page-cache', 'any'] as const,
      requiresArg: true,
    })
    .option('strategy', {
      describe: 'how to have fault and write meet, may be repeated (default: all that work here)',
      choices: chosenStrategies,
      array: true,
      nargs: 1,
      type: 'string',
    })
    .option('step', {
      describe: 'race one step of a scenario alone, counted from 1 (default: all)',
      requiresArg: true,
      coerce: numberOption('step', { least: 1, most: STEPS_CEILING, whole: true }),
    })
    .option('places', {
      describe: "places in the arena, the attempts of a round (default: the scenario's own)",
      requiresArg: true,
      coerce: numberOption('places', { least: 1, most: PLACES_CEILING, whole: true }),
    })
    .option('point', {
      describe:
        "where probe has the write run, or probe-writer the fault, as 'iomap_iter return', or told for the functions that the kernel tells and no list has; may be repeated (default: their own lists, and those behind them)",
      array: true,
      nargs: 1,
      type: 'string',
    })
    .option('evidence', {
      describe: `stale reads of a scenario to keep with evidence (default: ${DEFAULT_EVIDENCE_LIMIT})`,
      requiresArg: true,
      coerce: numberOption('evidence', { least: 1, most: EVIDENCE_CEILING, whole: true }),
    });
}

/** The options as yargs hands them over. */
export interface RaceArguments {
  readonly scenario?: readonly string[] | undefined;
  readonly seconds?: number | undefined;
  readonly budget?: number | undefined;
  readonly attempts?: number | undefined;
  readonly untilBound?: number | undefined;
  readonly seed?: number | undefined;
  readonly expect?: Expect | undefined;
  readonly strategy?: readonly StrategyId[] | undefined;
  readonly step?: number | undefined;
  readonly places?: number | undefined;
  readonly point?: readonly string[] | undefined;
  readonly evidence?: number | undefined;
}

/**
 * The plan that the options amount to; later ones override.
 *
 * @param scenariosByDefault the ids of those to race where none is named
 * @throws UsageError where they contradict each other
 */
export function planOf(
  scenariosByDefault: readonly string[],
  ...sources: readonly RaceArguments[]
): RacePlan {
  const given = (name: keyof RaceArguments) =>
    sources.findLast((source) => source[name] !== undefined)?.[name];
  const named = (given('scenario') as readonly string[] | undefined) ?? scenariosByDefault;
  const strategies = given('strategy') as readonly StrategyId[] | undefined;
  if (given('budget') !== undefined && given('seconds') !== undefined) {
    throw new UsageError(
      '--budget is for all scenarios together and --seconds for each: give one of them',
    );
  }
  const secondsByDefault = given('untilBound') === undefined ? DEFAULT_SECONDS : BOUND_SECONDS;
  const step = given('step') as number | undefined;
  const places = given('places') as number | undefined;
  const points = given('point') as readonly string[] | undefined;
  const scenarios = named.includes(ALL) ? scenarioIds : [...new Set(named)];
  checkSteps(scenarios, step);
  checkPoints(points ?? []);
  return {
    ...(step === undefined ? {} : { step }),
    ...(places === undefined ? {} : { places }),
    ...(points === undefined ? {} : { points: [...new Set(points)] }),
    leavesOut: given('scenario') === undefined || named.includes(ALL),
    scenarios,
    seconds: (given('seconds') as number | undefined) ?? secondsByDefault,
    budgetSeconds: (given('budget') as number | undefined) ?? null,
    attempts: (given('attempts') as number | undefined) ?? null,
    untilBound: (given('untilBound') as number | undefined) ?? null,
    seed: (given('seed') as number | undefined) ?? randomInt(SEED_LIMIT),
    expect: (given('expect') as Expect | undefined) ?? 'dax',
    strategies: strategies === undefined ? null : [...new Set(strategies)],
    evidenceLimit: (given('evidence') as number | undefined) ?? DEFAULT_EVIDENCE_LIMIT,
  };
}

/** @throws UsageError where a scenario has no such step */
function checkSteps(scenarios: readonly string[], step: number | undefined): void {
  if (step === undefined) return;
  const without = scenarios.find((id) => scenarioOf(id).steps.length < step);
  if (without === undefined) return;
  const { length } = scenarioOf(without).steps;
  throw new UsageError(
    `--step ${step} is not there in ${without}, which has ${length}: give a smaller one, or name the scenario that has it`,
  );
}

/** @throws UsageError where a point is none, or there are too many */
function checkPoints(points: readonly string[]): void {
  const wrong = points.find((point) => point !== TOLD && pointOf(point) === null);
  if (wrong !== undefined)
    throw new UsageError(
      `--point ${wrong} is none: give a function of the kernel and entry or return, as 'iomap_iter return', or told`,
    );
  if (points.length > POINTS_CEILING)
    throw new UsageError(`--point may be given ${POINTS_CEILING} times: name fewer`);
}

/**
 * Refuses a budget that does not give every scenario a turn.
 *
 * @param filesystems on how many each is raced
 * @throws UsageError where it is too small
 */
export function checkBudget({ budgetSeconds, scenarios }: RacePlan, filesystems: number): void {
  const leastSeconds = scenarios.length * filesystems * LEAST_TURN_SECONDS;
  if (budgetSeconds === null || budgetSeconds >= leastSeconds) return;
  const on = filesystems === 1 ? '' : ` on ${filesystems} filesystems`;
  throw new UsageError(
    `--budget ${budgetSeconds} is too little for ${scenarios.length} scenarios${on}: give at least ${leastSeconds}, or name fewer`,
  );
}
