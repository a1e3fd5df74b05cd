import { FAULT_AROUND_BYTES, hugeDataStep, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * ioctl_ficlonerange(2) over data: the place loses its block, and shares that of the source.
 */
export const cloneOverRace: Scenario = {
  id: 'clone-over-race',
  summary: 'a read fault on data races a reflink over it',
  commits: ['2c307174ab77', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'old-data',
      change: 'clone-over',
      meeting: 'in-turn',
      attempts: 64,
    },
    hugeDataStep('old-data', 'clone-over', 'in-turn'),
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'old-data',
      change: 'clone-over',
      meeting: 'at-once',
    },
    hugeDataStep('old-data', 'clone-over', 'at-once'),
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
