import { FAULT_AROUND_BYTES, hugeDataStep, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The race of overwrite-race with O_DIRECT: in the page cache the write goes past the page that the fault brings in, and
 * must throw it out. The page is clean, so it can always go.
 */
export const directOverwriteRace: Scenario = {
  id: 'direct-overwrite-race',
  summary: 'a read fault on data races write(2) with O_DIRECT over it',
  commits: ['332391a9935d', '55635ba76ef9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'old-data',
      change: 'direct-overwrite',
      meeting: 'in-turn',
      attempts: 64,
    },
    hugeDataStep('old-data', 'direct-overwrite', 'in-turn'),
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 256,
      place: 'old-data',
      change: 'direct-overwrite',
      meeting: 'at-once',
    },
    hugeDataStep('old-data', 'direct-overwrite', 'at-once'),
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
