import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * As punch-read-race, with fallocate(2) in another mode: the place keeps blocks, or gets others, and reads zeros.
 */
export const zeroRangeRace: Scenario = {
  id: 'zero-range-race',
  summary: 'a 4 KiB read fault on data races fallocate(2), which makes it zeros',
  commits: ['ea3d7209ca01', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'written',
      change: 'zero-range',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 256,
      place: 'written',
      change: 'zero-range',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
