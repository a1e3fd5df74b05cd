import { PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The race of fault-write-race with O_DIRECT: in the page cache a direct write goes past the pages, and has
 * to throw out what a fault has brought in meanwhile; on DAX both kinds of write take the same way.
 */
export const directWriteRace: Scenario = {
  id: 'direct-write-race',
  summary: 'a 4 KiB read fault on a hole races write(2) with O_DIRECT into it, page by page',
  commits: ['13e451fdc1af', '332391a9935d', '55635ba76ef9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 1024,
      place: 'sparse',
      change: 'direct-write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
