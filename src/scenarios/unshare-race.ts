import { FAULT_AROUND_BYTES, hugeDataStep, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * fallocate(2) gives shared data blocks of its own, which no load can see; write(2) then goes to those blocks, in place. A
 * fault that maps the old block in between shows the old bytes from then on, and so does a mapping that was not told.
 */
export const unshareRace: Scenario = {
  id: 'unshare-race',
  summary:
    'a read fault on shared data races fallocate(2), which unshares it, and write(2) behind that',
  commits: ['d984648e428b', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'shared',
      change: 'unshare',
      meeting: 'in-turn',
      attempts: 64,
    },
    hugeDataStep('shared', 'unshare', 'in-turn'),
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'shared',
      change: 'unshare',
      meeting: 'at-once',
    },
    hugeDataStep('shared', 'unshare', 'at-once'),
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
