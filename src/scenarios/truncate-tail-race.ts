import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The file is cut off in the middle of a page and made as long again, while the part that is cut off is read:
 * from then on it must read zeros (ftruncate(2)), in the mapping too.
 */
export const truncateTailRace: Scenario = {
  id: 'truncate-tail-race',
  summary: 'a read fault on data races ftruncate(2) into the middle of the page and up again',
  commits: ['ea3d7209ca01', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 256,
      place: 'written',
      change: 'truncate-tail',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
