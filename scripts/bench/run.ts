/** What one run of a benchmark has come to, and how it is read. */
import { chosenStrategies, type StrategyId } from '../../src/race/strategies/list.js';
import type { ScenarioResult } from '../../src/result/result.js';

/** The scenario that the twin races too. */
export const SCENARIO = 'fault-write-race';

/** How holerace is run: in one strategy, or in all that there are, as it is where none is named. */
export const STRATEGY_CHOICES = [...chosenStrategies, 'together'] as const;
export type StrategyChoice = (typeof STRATEGY_CHOICES)[number];

/** What such a run is told of the strategies: one, or null for all. */
export function strategyOf(choice: StrategyChoice): StrategyId | null {
  return choice === 'together' ? null : choice;
}

/** One run of the twin, or of holerace. */
export interface Run {
  readonly attempts: number;
  /** Null where it does not know. */
  readonly overlapped: number | null;
  readonly stale: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly secondsToFirstStale: number | null;
}

/** Who ran: the twin, its faults and writes in turn in one thread, or holerace. */
export type Runner = 'twin' | 'alone' | StrategyChoice;

/** The two ways in which the twin runs. */
export const TWINS = ['twin', 'alone'] as const;

export type Runs = Map<Runner, Run[]>;

export function noRuns(choices: readonly StrategyChoice[]): Runs {
  const runners: readonly Runner[] = [...TWINS, ...choices];
  return new Map(runners.map((one) => [one, []]));
}

/** What the twin is to be called with for a run, and for one alone. */
export const TWIN_WORDS = { twin: '', alone: ' alone' } as const;

/**
 * Reads one line of the twin, as twin.c says it.
 *
 * @throws Error where it is none
 */
export function twinRun(line: string): Run {
  const [attempts, stale, seconds, cpuSeconds, first] = line.split(' ').slice(1).map(Number);
  if (attempts === undefined || stale === undefined || seconds === undefined) throw new Error(line);
  if (cpuSeconds === undefined || first === undefined) throw new Error(line);
  const secondsToFirstStale = first < 0 ? null : first;
  return { attempts, overlapped: null, stale, seconds, cpuSeconds, secondsToFirstStale };
}

/**
 * Takes what holerace says of a scenario, by all the strategies that it was raced by.
 *
 * @throws Error where nothing was raced
 */
export function holeraceRun({ strategies, ...scenario }: ScenarioResult): Run {
  const sum = (name: 'attempts' | 'overlapped' | 'stale' | 'seconds' | 'cpuSeconds'): number =>
    strategies.reduce((so, strategy) => so + strategy[name], 0);
  // One that overlapped too rarely for a verdict has its figures all the same.
  if (sum('attempts') === 0) throw new Error(`nothing was measured: ${scenario.reason}`);
  return {
    attempts: sum('attempts'),
    overlapped: sum('overlapped'),
    stale: sum('stale'),
    seconds: sum('seconds'),
    cpuSeconds: sum('cpuSeconds'),
    secondsToFirstStale: scenario.secondsToFirstStale,
  };
}
