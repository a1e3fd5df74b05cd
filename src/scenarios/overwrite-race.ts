import { FAULT_AROUND_BYTES, hugeDataStep, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The least of all changes: write(2) over data, in place. Nothing is allocated and nothing invalidated, and what the
 * mapping shows must change with the file all the same.
 */
export const overwriteRace: Scenario = {
  id: 'overwrite-race',
  summary: 'a read fault on data races write(2) over it',
  commits: ['c6dcf52c23d2', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'old-data',
      change: 'overwrite',
      meeting: 'in-turn',
      attempts: 64,
    },
    hugeDataStep('old-data', 'overwrite', 'in-turn'),
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 256,
      place: 'old-data',
      change: 'overwrite',
      meeting: 'at-once',
    },
    hugeDataStep('old-data', 'overwrite', 'at-once'),
  ],
  attemptsByDefault: null,
  core: false,
};
