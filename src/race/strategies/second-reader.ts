import { PAGE_BYTES } from '../../native/page-sizes.js';
import type { Step } from '../../scenarios/scenario.js';
import { CHANGES } from '../changes/list.js';
import { PLACES } from '../places/list.js';
import { RACING, type Strategy } from './strategy.js';

/** Where threads outnumber cpus, who spins for long keeps the one that it waits for from its cpu. */
const SPINS_OF_THREE = 1000;

/** What three threads need, in whatever strategy. */
const OF_THREE = {
  spins: SPINS_OF_THREE,
  writerSpins: SPINS_OF_THREE,
  // They may share two cpus.
  mayDiscard: false,
} as const;

/** A strategy as it is raced in a step that has a second reader by itself. */
export function besideSecondReader(strategy: Strategy): Strategy {
  return {
    ...strategy,
    ...OF_THREE,
    spins: Math.min(SPINS_OF_THREE, strategy.spins),
    writerSpins: Math.min(SPINS_OF_THREE, strategy.writerSpins),
  };
}

/** As `stagger`, with a second reader of each page, which has a mapping of its own. */
export const secondReader: Strategy = {
  ...RACING,
  ...OF_THREE,
  about: 'as stagger, with a second reader of the same page through a mapping of its own',
  hasSecondReader: true,
  fits: (step) => RACING.fits(step) && mayHaveOne(step),
};

/** One more reader would keep huge pages away, load from no page at all, or store what the first one is to store. */
function mayHaveOne(step: Step): boolean {
  const { pageBytes, place, change } = step;
  const onlyLoads = CHANGES[change].rule.storeOffsetBytes === null;
  return pageBytes === PAGE_BYTES && !PLACES[place].isBehindEnd && onlyLoads && !step.secondReader;
}
