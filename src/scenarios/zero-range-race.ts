import { FAULT_AROUND_BYTES, hugeDataStep, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * As punch-read-race, with fallocate(2) in another mode: the place keeps blocks, or gets others, and reads zeros.
 */
export const zeroRangeRace: Scenario = {
  id: 'zero-range-race',
  summary: 'a read fault on data races fallocate(2), which makes it zeros',
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
    hugeDataStep('written', 'zero-range', 'in-turn'),
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 256,
      place: 'written',
      change: 'zero-range',
      meeting: 'at-once',
    },
    hugeDataStep('written', 'zero-range', 'at-once'),
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
