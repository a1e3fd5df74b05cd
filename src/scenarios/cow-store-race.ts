import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The store goes into data whose blocks another range shares: its fault copies the block and maps the copy, and the reader
 * must not be left on the old one. The other owner keeps its bytes.
 */
export const cowStoreRace: Scenario = {
  id: 'cow-store-race',
  summary:
    'a 4 KiB read fault on data that another range shares races a store into it through another mapping',
  commits: ['ea6c49b784f0', 'f80e1668888f'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'shared',
      change: 'store-over',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'shared',
      change: 'store-over',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
