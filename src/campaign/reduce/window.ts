/**
 * Where the window is: with the change at one point of the read fault after the other, in the order in which a fault
 * passes them, those at which it is found are a map of the window.
 */
import type { FaultWindow, WindowPoint } from '../../result/reduction.js';
import type { Result } from '../../result/result.js';
import { type KernelCounts, NO_RUNS } from '../run-counts.js';
import { confidenceIn } from './judgement.js';
import type { Setting } from './setting.js';
import type { Tries } from './tries.js';

/** Runs of a point that stays clean. */
const CLEAN_RUNS_LIMIT = 4;
/**
 * A point at which so small a share of the attempts is stale, against the one with the largest share, is none of the
 * window: a fault that has not passed it is written behind after a while, and such a write may come anywhere.
 */
const SHARE_AT_LEAST = 0.1;

export interface WindowOptions {
  readonly tries: Tries;
  /** The smallest setting: `probe` takes the place of its strategy, and the step's arena that of a smaller one. */
  readonly smallest: Setting;
  readonly scenario: string;
  readonly confidence: number;
  readonly onPoint: (point: WindowPoint) => void;
}

/** A window, or why there is none. */
export type Walked =
  | { readonly window: FaultWindow; readonly none: null }
  | { readonly window: null; readonly none: string };

interface Visit {
  readonly point: string;
  readonly setting: Setting;
  attempts: number;
  attemptsStale: number;
}

/** Walks the points of the fault. */
export async function walkWindow(options: WindowOptions): Promise<Walked> {
  const { tries, smallest } = options;
  const probing: Setting = { ...smallest, strategies: ['probe'], points: null, places: null };
  if (!tries.hasTime()) return none('there was no time to look for its window');
  const traced = await tries.once({ ...probing, kind: 'traced' });
  if (traced.isImpossible) return none(`no probe finds its window: ${traced.reason}`);
  const path = scenarioIn(traced.result, options.scenario)?.faultPath ?? [];
  if (path.length === 0)
    return none('the kernel does not tell what a fault passes, or a sequence shows it');
  const visits = path.map((point) => ({
    ...{ point, attempts: 0, attemptsStale: 0 },
    setting: { ...probing, points: [point], kind: 'at-point' as const },
  }));
  // Where it is found first tells the rate, by which the others are judged.
  for (const visit of visits) {
    await runAt(options, visit);
    if (isInWindow(visit, visits)) options.onPoint(pointOf(visit, visits, options));
  }
  for (const visit of visits) while (wantsMore(visit, visits, options)) await runAt(options, visit);
  return windowOf(visits, options);
}

function none(why: string): Walked {
  return { window: null, none: why };
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

function windowOf(visits: readonly Visit[], options: WindowOptions): Walked {
  const points = visits.map((visit) => pointOf(visit, visits, options));
  const inside = points.filter(({ finding }) => finding === 'finds');
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined)
    return none(
      `a change that runs as a whole within the fault finds nothing at any of the ${points.length} points that it passes: look for the window in the change`,
    );
  const window = { side: 'read fault' as const, points, first: first.point, last: last.point };
  return { window, none: null };
}
