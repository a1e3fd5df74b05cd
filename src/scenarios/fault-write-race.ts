import { PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The race of Jan Kara and Ross Zwisler (linux-nvdimm, May 2017): the fault finds a hole, write(2)
 * allocates blocks and invalidates, and only then does the fault put the zero page into the mapping.
 */
export const faultWriteRace: Scenario = {
  id: 'fault-write-race',
  summary: 'a 4 KiB read fault on a hole races write(2) into the same hole, page by page',
  commits: ['13e451fdc1af', 'e3fce68cdbed', '91d25ba8a6b0'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 1024,
      place: 'sparse',
      change: 'write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: true,
};
