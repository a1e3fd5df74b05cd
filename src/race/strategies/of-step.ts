/** Which strategies make sense in a step. */
import { PAGE_BYTES } from '../../native/page-sizes.js';
import type { Step } from '../../scenarios/scenario.js';
import { CHANGES } from '../changes/list.js';
import { PLACES } from '../places/list.js';
import type { StrategyId } from './strategy.js';

/** Those of some ways in which a step can be raced. */
export function strategiesOf(step: Step, strategies: readonly StrategyId[]): readonly StrategyId[] {
  // A sequence meets nobody: there is nothing to widen.
  if (step.meeting === 'in-turn') return ['stagger'];
  return strategies.filter((strategy) => strategy !== 'second-reader' || mayHaveSecondReader(step));
}

/** One more reader would keep huge pages away, load from no page at all, or store what the first one is to store. */
function mayHaveSecondReader({ pageBytes, place, change, secondReader }: Step): boolean {
  const onlyLoads = CHANGES[change].rule.storeOffsetBytes === null;
  return pageBytes === PAGE_BYTES && !PLACES[place].isBehindEnd && onlyLoads && !secondReader;
}
