import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * fallocate(2) puts a hole before the page, which moves up with all that follows it: zeros are in its place then.
 */
export const insertRangeRace: Scenario = {
  id: 'insert-range-race',
  summary: 'a 4 KiB read fault on data races fallocate(2), which inserts a hole in its place',
  commits: ['ea3d7209ca01', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'moving',
      change: 'insert-range',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'moving',
      change: 'insert-range',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
