import { PAGE_BYTES, type Scenario } from './scenario.js';

/** From one place to the next one: xfs sets blocks aside for 32 of 4 KiB when it copies one of them. */
const STRIDE_BYTES = 128 * 1024;

/**
 * As fault-write-race, but blocks are set aside for the hole already: data near it was shared, and written since. write(2)
 * into the hole takes the way of shared data then, though nobody shares it.
 */
export const nearCowWriteRace: Scenario = {
  id: 'near-cow-write-race',
  summary:
    'a read fault on a hole near data that was shared and then written races write(2) into the hole',
  commits: ['f80e1668888f', 'ea6c49b784f0'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: STRIDE_BYTES,
      places: 32,
      place: 'near-cow',
      change: 'write',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: STRIDE_BYTES,
      places: 128,
      place: 'near-cow',
      change: 'write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
