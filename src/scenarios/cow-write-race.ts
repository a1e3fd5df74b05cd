import { FAULT_AROUND_BYTES, hugeDataStep, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The data lies in blocks that another range shares, so write(2) has to give the place a block of its own: the fault that
 * has seen the old block must not map it once the write has returned. The other owner keeps its bytes.
 */
export const cowWriteRace: Scenario = {
  id: 'cow-write-race',
  summary: 'a read fault on data that another range shares races write(2) over it',
  commits: ['f80e1668888f', 'ea6c49b784f0'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'shared',
      change: 'overwrite',
      meeting: 'in-turn',
      attempts: 64,
    },
    hugeDataStep('shared', 'overwrite', 'in-turn'),
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'shared',
      change: 'overwrite',
      meeting: 'at-once',
    },
    hugeDataStep('shared', 'overwrite', 'at-once'),
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
