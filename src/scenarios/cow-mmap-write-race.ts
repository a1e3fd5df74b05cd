import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * mmap-write-race over data whose blocks another range shares: the store's fault and write(2) both give the page a block of
 * its own and copy the old data into it, and neither copy may wipe out what the other one has stored.
 */
export const cowMmapWriteRace: Scenario = {
  id: 'cow-mmap-write-race',
  summary:
    'a store into one half of a page that another range shares races write(2) over the other half: neither may be lost',
  commits: ['ea6c49b784f0', 'f80e1668888f'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'shared',
      change: 'overwrite-beside-store',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
