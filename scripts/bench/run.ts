/** What one run of a benchmark has come to, and how it is read. */
import type { Widening } from '../../src/race/widening.js';
import type { ScenarioResult } from '../../src/report/result.js';

/** The scenario that the twin races too. */
export const SCENARIO = 'fault-write-race';

/** One run of the twin, or of holerace in one way of meeting. */
export interface Run {
  readonly attempts: number;
  /** Null where it does not know. */
  readonly overlapped: number | null;
  readonly stale: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly secondsToFirstStale: number | null;
}

/** Who ran: the twin, its faults and writes in turn in one thread, or holerace in a way of meeting. */
export type Runner = 'twin' | 'alone' | Widening;

export type Runs = Map<Runner, Run[]>;

export function noRuns(widenings: readonly Widening[]): Runs {
  const runners: readonly Runner[] = ['twin', 'alone', ...widenings];
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
 * Takes what holerace says of a scenario that it raced in one way.
 *
 * @throws Error where nothing was raced
 */
export function holeraceRun({ widenings, ...scenario }: ScenarioResult): Run {
  const [widening] = widenings;
  if (widening === undefined || scenario.verdict === 'untested')
    throw new Error(`nothing was measured: ${scenario.reason}`);
  return { ...widening, secondsToFirstStale: scenario.secondsToFirstStale };
}
