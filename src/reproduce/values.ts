/** The numbers of a reproducer, from what was counted and from the step's declaration. */
import type { Rule } from '../race/changes/change.js';
import { CHANGES } from '../race/changes/list.js';
import { oldStampOf } from '../race/places/stamps.js';
import type { StaggerBin, Target } from '../result/result.js';
import type { Selection } from './selection.js';

/** Where nothing tells: some microseconds, and under emulation some tens of them. */
const UNKNOWN_WIDTH_SPINS = 2000;
/** Attempts that are made in seconds: no rate is believed that asks for more. */
const ATTEMPTS_CEILING = 1_000_000_000;
const MISSED_AT_MOST = 0.01;
/** The meetings whose time is drawn around a middle that was found. */
const STAGGERED: readonly string[] = ['stagger', 'second-reader', 'preempt-writer'];
/** The timer of `preempt` begins in the middle of its width, and finds the rest. */
const DRAWN: readonly string[] = [...STAGGERED, 'preempt'];
/** Neither zero nor the byte that a change leaves by itself. */
const STAMP = 7;

/**
 * Attempts of which one at least is stale, with 99%.
 *
 * @param rate stale attempts of all, above 0
 */
export function attemptsFor(rate: number): number {
  if (rate >= 1) return 1;
  const attempts = Math.ceil(Math.log(MISSED_AT_MOST) / Math.log1p(-rate));
  return Math.min(ATTEMPTS_CEILING, Math.max(1, attempts));
}

/** Where the staggers of stale attempts lay: their middle, and how far they reached from it, in spins. */
export function staggersOf(bins: readonly StaggerBin[] = []): { middle: number; width: number } {
  const stale = bins.filter((bin) => bin.stale > 0);
  if (stale.length === 0) return { middle: 0, width: UNKNOWN_WIDTH_SPINS };
  const from = Math.min(...stale.map((bin) => bin.from));
  const to = Math.max(...stale.map((bin) => bin.to));
  return { middle: Math.round((from + to) / 2), width: Math.max(64, Math.ceil((to - from) / 2)) };
}

/** What a load may show before the change, as the program numbers it: where there is no page yet zeros are right. */
function bytesBefore({ before, mayShowZeros }: Rule): number {
  if (mayShowZeros) return 3;
  return [STAMP, oldStampOf(STAMP)].indexOf(before(STAMP)) + 1;
}

/** The `#define`s of the program. */
export function valuesOf(
  { step, counts, point, meeting }: Pick<Selection, 'step' | 'counts' | 'point' | 'meeting'>,
  target: Pick<Target, 'dax'>,
): Record<string, number | string> {
  const { rule } = CHANGES[step.change];
  const { middle, width: found } = staggersOf(counts.staggers);
  // The program lets its writer go sooner than holerace does: where a timer of the reader must go off is to be found again.
  const width = meeting === 'preempt-writer' ? Math.max(found, UNKNOWN_WIDTH_SPINS) : found;
  return {
    DAX: Number(target.dax),
    FAULT_BYTES: step.pageBytes,
    STRIDE_BYTES: step.strideBytes,
    PLACES: step.places,
    LOAD_AT: rule.loadOffsetBytes(0),
    LEAVES_DATA: Number(rule.after(STAMP) === STAMP),
    BEFORE: bytesBefore(rule),
    ATTEMPTS: attemptsFor(counts.stale / counts.attempts),
    ...(STAGGERED.includes(meeting) ? { STAGGER: middle } : {}),
    ...(DRAWN.includes(meeting) ? { STAGGER_WIDTH: width } : {}),
    ...(point === null ? {} : { PROBED: point.symbol, AT_RETURN: Number(point.at === 'return') }),
  };
}
