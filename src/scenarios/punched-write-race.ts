import { PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The race of fault-write-race over a hole that was punched in written data: the mapping may show the hole's
 * zeros until the write has returned and the new data from then on, and at no time the data from before.
 */
export const punchedWriteRace: Scenario = {
  id: 'punched-write-race',
  summary:
    'a 4 KiB read fault on a punched hole races write(2) into it: the old data must not come back',
  commits: ['13e451fdc1af', 'ea3d7209ca01'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 1024,
      place: 'punched',
      change: 'write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
