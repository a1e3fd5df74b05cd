import { HUGE_PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * Two readers fault on one hole, each through a mapping of its own, one with pages of 2 MiB and one with
 * pages of 4 KiB, while write(2) fills it: the huge zero page, the small one and the block replace each other
 * in one tree of entries.
 */
export const mixedSizeRace: Scenario = {
  id: 'mixed-size-race',
  summary:
    'read faults of 2 MiB and of 4 KiB on one hole collide with each other and with write(2)',
  commits: ['876f29460cbd', '63e95b5c4f16'],
  steps: [
    {
      pageBytes: HUGE_PAGE_BYTES,
      strideBytes: HUGE_PAGE_BYTES,
      places: 16,
      place: 'sparse',
      change: 'write',
      meeting: 'at-once',
      secondReader: true,
    },
  ],
  attemptsByDefault: null,
  core: false,
};
