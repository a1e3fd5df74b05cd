import { PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The race of fault-write-race with one writev over four pages, in turn hole and data: a write in several
 * extents, which the filesystem maps and invalidates one after the other.
 */
export const vectoredWriteRace: Scenario = {
  id: 'vectored-write-race',
  summary: 'a 4 KiB read fault on a hole races one pwritev(2) over two holes and two pages of data',
  commits: ['13e451fdc1af', 'e3fce68cdbed'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: 4 * PAGE_BYTES,
      places: 256,
      place: 'alternating',
      change: 'vectored-write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
