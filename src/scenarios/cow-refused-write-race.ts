import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * cow-mmap-write-race by a write(2) that is refused, for nothing of what it is to write can be read: what it sets aside for
 * the page and gives back must not be the block that the store's fault maps.
 */
export const cowRefusedWriteRace: Scenario = {
  id: 'cow-refused-write-race',
  summary:
    'a store into a page that another range shares races a write(2) there that is refused: it may not be lost',
  commits: ['ea6c49b784f0'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'shared',
      change: 'refused-write-beside-store',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
