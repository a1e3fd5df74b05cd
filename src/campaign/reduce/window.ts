/**
 * Where the window is: with the change at one point of the read fault after the other, in the order in which a fault
 * passes them, those at which it is found are a map of the window. The same from the other side, with a fault at one
 * point of the change after the other.
 */

import { pointOf as pointNamed } from '../../native/probe-point.js';
import { STRATEGIES, type StrategyId } from '../../race/strategies/list.js';
import type { CallWindow, WindowPoint } from '../../result/reduction.js';
import { OTHER_CALL, type Result, type TracedCall } from '../../result/result.js';
import { type KernelCounts, NO_RUNS } from '../run-counts.js';
import { confidenceIn } from './judgement.js';
import type { Setting } from './setting.js';
import { NO_TIME, type Tries } from './tries.js';

/** Runs in which a call is traced, where guests die of it. */
const TRACES_LIMIT = 3;
/** Runs of a point that stays clean. */
const CLEAN_RUNS_LIMIT = 4;
/**
 * A point at which so small a share of the attempts is stale, against the one with the largest share, is none of the
 * window: a fault that has not passed it is written behind after a while, and such a write may come anywhere.
 */
const SHARE_AT_LEAST = 0.1;

export interface WindowOptions {
  readonly tries: Tries;
  /** The smallest setting: a probe takes the place of its strategy, and the step's arena that of a smaller one. */
  readonly smallest: Setting;
  readonly scenario: string;
  readonly confidence: number;
  readonly onPoint: (point: WindowPoint) => void;
}

/** The windows of the calls that have one, and why others have none. */
export interface Walked {
  readonly windows: readonly CallWindow[];
  readonly none: readonly string[];
  /** Whether there was time for both. */
  readonly isComplete: boolean;
}

/** How the points of each call are walked: by which strategy they are probed, and how they are told. */
const SIDES = {
  'read fault': { strategy: 'probe', kind: 'traced-fault' },
  change: { strategy: 'probe-writer', kind: 'traced-change' },
} as const;

/** That a call has no window, or that nobody knows. */
interface NoWindow {
  readonly why: string;
  /** Whether more time, or another try, may tell. */
  readonly isOpen: boolean;
}

interface Visit {
  readonly point: string;
  readonly setting: Setting;
  attempts: number;
  attemptsStale: number;
}

/** Walks the points of both calls, first those of the one in whose middle the smallest setting has the other come. */
export async function walkWindows(options: WindowOptions): Promise<Walked> {
  const strategies = options.smallest.strategies ?? [];
  const isOfChange = strategies.length > 0 && strategies.every(comesInChange);
  const sides: readonly TracedCall[] = isOfChange
    ? ['change', 'read fault']
    : ['read fault', 'change'];
  const windows: CallWindow[] = [];
  const none: string[] = [];
  let isComplete = true;
  for (const side of sides) {
    const walked = await walkWindow(options, side);
    if ('points' in walked) {
      windows.push(walked);
      continue;
    }
    none.push(`of the ${side}: ${walked.why}`);
    isComplete &&= !walked.isOpen;
  }
  return { windows, none, isComplete };
}

function comesInChange(id: StrategyId): boolean {
  const { seating, ahead } = STRATEGIES[id];
  return seating === 'together' && ahead === 'reader';
}

/** Walks the points of one call. Returns why it has no window where it has none. */
async function walkWindow(
  options: WindowOptions,
  side: TracedCall,
): Promise<CallWindow | NoWindow> {
  const { smallest } = options;
  const { strategy, kind } = SIDES[side];
  const probing: Setting = { ...smallest, strategies: [strategy], points: null, places: null };
  const points = await pathOf(options, { ...probing, kind });
  if ('why' in points) return points;
  const visits = points.map((point) => ({
    ...{ point, attempts: 0, attemptsStale: 0 },
    setting: { ...probing, points: [point], kind: 'at-point' as const },
  }));
  // Where it is found first tells the rate, by which the others are judged.
  for (const visit of visits) {
    await runAt(options, visit);
    if (isInWindow(visit, visits)) options.onPoint(pointOf(visit, visits, options));
  }
  for (const visit of visits) while (wantsMore(visit, visits, options)) await runAt(options, visit);
  return windowOf(visits, options, side);
}

/** The points that a call passes; why nobody knows them, where a guest that is full of probes has died again and again. */
async function pathOf(
  { tries, scenario }: WindowOptions,
  setting: Setting,
): Promise<readonly string[] | NoWindow> {
  let reason: string | null = null;
  for (let traces = 0; traces < TRACES_LIMIT && tries.hasTime(); traces++) {
    const traced = await tries.once(setting);
    if (traced.isImpossible) return { why: `no probe finds it: ${traced.reason}`, isOpen: false };
    const path = scenarioIn(traced.result, scenario)?.path;
    // What a guest says is no point before it was looked at.
    const points = path?.points.filter((name) => pointNamed(name) !== null) ?? [];
    if (points.length > 0) return points;
    // Of a guest that has died there may be a scenario, and no path.
    const isWhole = traced.verdict !== 'untested' && traced.result?.finding === null;
    if (path !== undefined || isWhole)
      return {
        why: 'the kernel does not tell what it passes, or a sequence shows it',
        isOpen: false,
      };
    reason = traced.reason;
  }
  return { why: `what it passes could not be told: ${reason ?? NO_TIME}`, isOpen: true };
}

function scenarioIn(result: Result | null, id: string) {
  return result?.scenarios.find((one) => one.id === id);
}

async function runAt({ tries, scenario }: WindowOptions, visit: Visit): Promise<void> {
  if (!tries.hasTime()) return;
  const { result } = await tries.once(visit.setting);
  const { attempts = 0, stale = 0 } = scenarioIn(result, scenario) ?? {};
  visit.attempts += attempts;
  visit.attemptsStale += stale;
}

/** The runs at all points of the window. */
function knownOf(visits: readonly Visit[], options: WindowOptions): KernelCounts {
  return visits
    .filter((visit) => isInWindow(visit, visits))
    .map(({ setting }) => options.tries.countsOf(setting))
    .reduce(
      (sum, { stale, clean, untested }) => ({
        ...{ stale: sum.stale + stale, clean: sum.clean + clean },
        untested: sum.untested + untested,
      }),
      NO_RUNS,
    );
}

function shareOf({ attempts, attemptsStale }: Visit): number {
  return attemptsStale / Math.max(1, attempts);
}

function isInWindow(visit: Visit, visits: readonly Visit[]): boolean {
  const most = Math.max(...visits.map(shareOf));
  return visit.attemptsStale > 0 && shareOf(visit) >= SHARE_AT_LEAST * most;
}

function wantsMore(visit: Visit, visits: readonly Visit[], options: WindowOptions): boolean {
  const { tries, confidence } = options;
  const { stale, clean, untested } = tries.countsOf(visit.setting);
  const known = knownOf(visits, options);
  // Where a change hardly meets the fault, further runs do not either, and take long.
  if (!tries.hasTime() || stale > 0 || untested > 0 || known.stale === 0) return false;
  return clean < CLEAN_RUNS_LIMIT && confidenceIn(clean, known) < confidence;
}

function pointOf(visit: Visit, visits: readonly Visit[], options: WindowOptions): WindowPoint {
  const { point, setting, attempts, attemptsStale } = visit;
  const { stale, clean, untested } = options.tries.countsOf(setting);
  const said = { point, attempts, attemptsStale, stale, clean, untested };
  if (stale > 0) {
    const finding = isInWindow(visit, visits) ? 'finds' : 'rarely';
    return { ...said, finding, confidence: 1 };
  }
  const confidence = confidenceIn(clean, knownOf(visits, options));
  return { ...said, finding: confidence >= options.confidence ? 'not' : 'undecided', confidence };
}

/** Points that no run has come to, for want of time, may still find it. */
function nothingFound(points: readonly WindowPoint[], side: TracedCall): NoWindow {
  const raced = points.filter(({ attempts }) => attempts > 0).length;
  const isOpen = raced < points.length;
  const which = isOpen
    ? `${raced} that had an attempt, of the ${points.length} points that it passes`
    : `${points.length} points that it passes`;
  return {
    why: `a ${OTHER_CALL[side]} that comes there finds nothing at any of the ${which}`,
    isOpen,
  };
}

function windowOf(
  visits: readonly Visit[],
  options: WindowOptions,
  side: TracedCall,
): CallWindow | NoWindow {
  const points = visits.map((visit) => pointOf(visit, visits, options));
  const inside = points.filter(({ finding }) => finding === 'finds');
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return nothingFound(points, side);
  return { side, points, first: first.point, last: last.point };
}
