import { PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The race of fault-write-race over a file that fallocate(2) has given blocks: a fault maps the zero page
 * there as well, and write(2) invalidates only if the filesystem calls the blocks new.
 */
export const unwrittenWriteRace: Scenario = {
  id: 'unwritten-write-race',
  summary: 'a 4 KiB read fault on an unwritten extent races write(2) into it, page by page',
  commits: ['cd656375f946', '13e451fdc1af'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 1024,
      place: 'unwritten',
      change: 'write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
