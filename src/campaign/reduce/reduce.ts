/** Reduces a stale result: screens what it was raced with, makes that smaller, and walks its window. */
import type { ReductionPart, WindowPoint } from '../../result/reduction.js';
import type { Result } from '../../result/result.js';
import { isUntestable, type KernelCounts } from '../run-counts.js';
import { reduceAll } from './dimensions.js';
import { Found } from './found.js';
import { isLearnt, RUNS_LIMIT } from './judgement.js';
import { Reducer } from './reducer.js';
import type { Setting } from './setting.js';
import { type Racer, type Seen, Tries } from './tries.js';
import { type Walked, walkWindows } from './window.js';

/** The share of the time that may go by before the window is looked for. */
const REDUCING_SHARE = 0.6;
/** Whole runs of the least: one shows it, unless it is rare, or a busy machine spoils the boot. */
const WHOLE_RUNS_LIMIT = 5;

export interface ReduceOptions {
  readonly scenario: string;
  /** What the result was raced with. */
  readonly setting: Setting;
  /** The result: it tells where to begin. */
  readonly result: Result;
  readonly race: Racer;
  readonly confidence: number;
  readonly limitSeconds: number;
  readonly onPart: (part: ReductionPart) => void;
  readonly onPoint: (point: WindowPoint) => void;
}

export type Reduced =
  | { readonly refused: 'clean' | 'untested'; readonly reason: string; readonly runs: number }
  | ({ readonly refused: null } & ReducedTo);

export interface ReducedTo {
  readonly before: KernelCounts;
  readonly parts: readonly ReductionPart[];
  readonly least: Setting;
  /** Its runs. */
  readonly counts: KernelCounts;
  readonly walked: Walked;
  /** A whole run of it that was stale, null where none was. */
  readonly result: Result | null;
  readonly isComplete: boolean;
  readonly runs: number;
  readonly seconds: number;
}

/** Reduces it. What it does follows from what the runs show, and from what they take. */
export async function reduce(options: ReduceOptions): Promise<Reduced> {
  const { scenario, setting, confidence, limitSeconds } = options;
  const found = new Found(scenario);
  found.note(options.result);
  const race: Racer = async (asked) => {
    const seen = await options.race(asked);
    if (seen.verdict === 'stale' && seen.result !== null) found.note(seen.result);
    return seen;
  };
  const tries = new Tries({ race, confidence, limitSeconds });
  const refused = await screen(tries, setting);
  if (refused !== null) return { ...refused, runs: tries.runs };
  const before = tries.countsOf(setting);
  const share = REDUCING_SHARE;
  const reducer = new Reducer(setting, before, { tries, found, share, onPart: options.onPart });
  await reduceAll(reducer, scenario, found);
  const { smallest, parts } = reducer;
  const walked = await walkWindows({
    ...{ tries, smallest, scenario, confidence, onPoint: options.onPoint },
  });
  const isComplete =
    tries.hasTime() && walked.isComplete && parts.every(({ finding }) => finding !== 'undecided');
  const counts = tries.countsOf(smallest);
  const result = await wholeRun(tries, smallest);
  const { runs, seconds } = tries;
  return {
    ...{ refused: null, before, parts, least: smallest, counts, walked, result },
    ...{ isComplete, runs, seconds },
  };
}

/** Runs what the result was raced with until its rate is known. Returns why there is none, null where it is stale. */
async function screen(tries: Tries, setting: Setting) {
  let last: Seen | null = null;
  for (;;) {
    const counts = tries.countsOf(setting);
    const isOver = counts.stale > 0 ? isLearnt(counts) : counts.clean >= RUNS_LIMIT;
    if (counts.stale > 0 && (isOver || !tries.hasTime())) return null;
    const isBroken = last?.isImpossible === true || isUntestable(counts);
    if (counts.stale === 0 && isBroken)
      return { refused: 'untested' as const, reason: last?.reason ?? '' };
    if (isOver || !tries.hasTime())
      return { refused: 'clean' as const, reason: `${counts.clean} runs were clean` };
    last = await tries.once(setting);
  }
}

/** One run that goes on for its time, so that there is a result with its rate and evidence. */
async function wholeRun(tries: Tries, smallest: Setting): Promise<Result | null> {
  for (let run = 0; run < WHOLE_RUNS_LIMIT; run++) {
    const { verdict, result } = await tries.once({ ...smallest, kind: 'whole' });
    if (verdict === 'stale') return result;
    if (!tries.hasTime()) break;
  }
  return null;
}
