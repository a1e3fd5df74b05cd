import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * cow-write-race by a write(2) that ends in the middle of the page, for no more of what it is to write can be read: the rest of
 * the page keeps its bytes, though it lies in another block from then on.
 */
export const cowShortWriteRace: Scenario = {
  id: 'cow-short-write-race',
  summary:
    'a read fault on data that another range shares races a write(2) over it that ends early: what it has not come to stays',
  commits: ['ea6c49b784f0'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'shared',
      change: 'short-write',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'shared',
      change: 'short-write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
