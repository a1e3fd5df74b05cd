import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The race of cow-write-race with O_DIRECT: in the page cache the data goes to the new block past the page that the fault
 * has read from the old one.
 */
export const cowDirectRace: Scenario = {
  id: 'cow-direct-race',
  summary:
    'a 4 KiB read fault on data that another range shares races write(2) with O_DIRECT over it',
  commits: ['332391a9935d', '55635ba76ef9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'shared',
      change: 'direct-overwrite',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'shared',
      change: 'direct-overwrite',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
