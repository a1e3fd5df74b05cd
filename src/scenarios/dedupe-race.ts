import { FAULT_AROUND_BYTES, hugeDataStep, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * ioctl_fideduperange(2) has the place share the block of its equal, which no load can see; write(2) then has to give it
 * another one. A fault that maps the block from before shows the old bytes from then on. The equal keeps its bytes.
 */
export const dedupeRace: Scenario = {
  id: 'dedupe-race',
  summary:
    'a read fault on data races ioctl_fideduperange(2) with its equal, and write(2) behind that',
  commits: ['6f7db3894ae2', 'ea6c49b784f0'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'twin',
      change: 'dedupe',
      meeting: 'in-turn',
      attempts: 64,
    },
    hugeDataStep('twin', 'dedupe', 'in-turn'),
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'twin',
      change: 'dedupe',
      meeting: 'at-once',
    },
    hugeDataStep('twin', 'dedupe', 'at-once'),
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
