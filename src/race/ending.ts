/** When a step of a race has raced enough. */
import { hadItsTurn } from './gates.js';
import { addCounts, type Counts, noCounts } from './tally.js';

export interface Limits {
  readonly secondsLimit: number;
  /** How long it may go on beyond that, where ways to meet have not had their turn. */
  readonly overtimeSeconds: number;
  /** Overlapped attempts after which the step ends, null for none. */
  readonly overlappedLimit: number | null;
  /** Stale reads after which it ends, null for none. */
  readonly staleLimit: number | null;
  /** Whether ways to meet are raced at all, or a sequence. */
  readonly isRace: boolean;
}

/**
 * Whether a step has raced enough.
 *
 * @param each the counts of each way to meet
 */
export function isEnough(limits: Limits, seconds: number, each: readonly Counts[]): boolean {
  const { secondsLimit, overtimeSeconds, isRace } = limits;
  const { overlapped, stale } = each.reduce(addCounts, noCounts());
  // A stale read is a verdict already.
  const isFair = !isRace || stale > 0 || each.every(hadItsTurn);
  if (isFair && reaches(overlapped, limits.overlappedLimit)) return true;
  if (reaches(stale, limits.staleLimit)) return true;
  return seconds >= secondsLimit + (isFair ? 0 : overtimeSeconds);
}

function reaches(count: number, limit: number | null): boolean {
  return limit !== null && count >= limit;
}
