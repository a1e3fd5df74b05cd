import { HUGE_PAGE_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * No write(2): another mapping stores into the hole, and its fault allocates the block. The zero page that the reader has
 * mapped must go. At 4 KiB, and at 2 MiB, where both faults may map huge pages.
 */
export const storeRace: Scenario = {
  id: 'store-race',
  summary: 'a read fault on a hole races a store into it through another mapping',
  commits: ['91d25ba8a6b0', '4636e70bb0a8'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 32,
      place: 'sparse',
      change: 'store',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 1024,
      place: 'sparse',
      change: 'store',
      meeting: 'at-once',
    },
    {
      pageBytes: HUGE_PAGE_BYTES,
      strideBytes: HUGE_PAGE_BYTES,
      places: 16,
      place: 'sparse',
      change: 'store',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
