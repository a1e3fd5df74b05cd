import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * fallocate(2) takes a page of the file away, and what follows comes down: the next page is in its place then.
 */
export const collapseRangeRace: Scenario = {
  id: 'collapse-range-race',
  summary:
    'a 4 KiB read fault on data races fallocate(2), which collapses it: the next page comes into its place',
  commits: ['ea3d7209ca01', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'before-data',
      change: 'collapse-range',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'before-data',
      change: 'collapse-range',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
