/** Which ways to meet make sense in a step. */
import { PAGE_BYTES, type Step } from '../../scenarios/scenario.js';
import { CHANGES } from '../changes/list.js';
import type { Widening } from './strategy.js';

/** Those of some ways in which a step can be raced. */
export function waysOfStep(step: Step, widenings: readonly Widening[]): readonly Widening[] {
  // A sequence meets nobody: there is nothing to widen.
  if (step.meeting === 'in-turn') return ['stagger'];
  return widenings.filter((widening) => widening !== 'readers' || mayHaveSecondReader(step));
}

/** One more reader would keep huge pages away, load from no page at all, or store what the first one is to store. */
function mayHaveSecondReader({ pageBytes, hole, change, companion }: Step): boolean {
  const onlyLoads = CHANGES[change].rule.storeOffsetBytes === null;
  return pageBytes === PAGE_BYTES && hole !== 'end-of-file' && onlyLoads && !companion;
}
