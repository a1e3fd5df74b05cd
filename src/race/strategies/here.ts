/** Which strategies this machine has. */
import { chosenStrategies, STRATEGIES, type StrategyId } from './list.js';

/** What has been found out: it does not change while a process lives. */
const known = new Map<StrategyId, string | null>();

/** What this machine lacks for a strategy, and what to do about that, null where it lacks nothing. */
export function lackedHere(id: StrategyId): string | null {
  const before = known.get(id);
  if (before !== undefined) return before;
  const lacks = STRATEGIES[id].lacks();
  known.set(id, lacks);
  return lacks;
}

/** All that can be chosen on this machine. */
export function availableStrategies(): readonly StrategyId[] {
  return chosenStrategies.filter((id) => lackedHere(id) === null);
}
