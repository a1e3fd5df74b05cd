import { PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * A store through a shared mapping and write(2) fill different bytes of one hole's page at the same time:
 * both allocate, and neither may lose what the other has stored, in the mapping or in the file.
 */
export const mmapWriteRace: Scenario = {
  id: 'mmap-write-race',
  summary:
    'a store into one half of a hole races write(2) into the other half: neither may be lost',
  commits: ['13e451fdc1af', 'ea3d7209ca01'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 1024,
      place: 'sparse',
      change: 'write-beside-store',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
