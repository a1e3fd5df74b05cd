/** When a step of a race has raced enough. */

import { addCounts, type Counts, noCounts } from './counts/tally.js';
import { hadItsTurn, sawBothOutcomes } from './gates.js';
import type { StrategyId } from './strategies/list.js';

export interface Limits {
  readonly secondsLimit: number;
  /** The strategies. */
  readonly strategies: readonly StrategyId[];
  /** How long it may go on beyond that, where strategies have not had their turn, or have not met half and half, or too little overlapped. */
  readonly overtimeSeconds: number;
  /** The overlapped attempts that it brings towards a verdict. */
  readonly overlappedWanted: number;
  /** Overlapped attempts after which the step ends, null for none. */
  readonly overlappedLimit: number | null;
  /** Stale reads after which it ends, null for none. */
  readonly staleLimit: number | null;
  /** Whether strategies are raced at all, or a sequence. */
  readonly isRace: boolean;
}

/**
 * Whether a step has raced enough.
 *
 * @param each the counts of each strategy, in the order of `strategies`
 */
export function isEnough(limits: Limits, seconds: number, each: readonly Counts[]): boolean {
  const { secondsLimit, overtimeSeconds, isRace, strategies } = limits;
  const { overlapped, stale } = each.reduce(addCounts, noCounts());
  // A stale read is a verdict already.
  const isDecided = !isRace || stale > 0;
  const isFair = isDecided || each.every(hadItsTurn);
  const isMet = each.every((counts, way) => sawBothOutcomes(strategies[way] ?? 'stagger', counts));
  const isMuch = overlapped >= limits.overlappedWanted;
  if (isFair && reaches(overlapped, limits.overlappedLimit)) return true;
  if (reaches(stale, limits.staleLimit)) return true;
  // No fault passes a point of any.
  if (isRace && each.length > 0 && each.every(({ retired }) => retired > 0)) return true;
  return seconds >= secondsLimit + (isDecided || (isFair && isMet && isMuch) ? 0 : overtimeSeconds);
}

function reaches(count: number, limit: number | null): boolean {
  return limit !== null && count >= limit;
}
