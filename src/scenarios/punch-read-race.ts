import { FAULT_AROUND_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The other way round: the fault finds data, and a hole is punched under it. Once fallocate(2) has returned,
 * the mapping must read zeros: a block that it shows still is free, and may be another file's by now.
 */
export const punchReadRace: Scenario = {
  id: 'punch-read-race',
  summary:
    'a 4 KiB read fault on data races fallocate(2), which punches a hole there: zeros behind it',
  commits: ['c6dcf52c23d2', 'ea3d7209ca01', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 256,
      place: 'written',
      change: 'punch',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
