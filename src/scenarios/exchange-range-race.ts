import { FAULT_AROUND_BYTES, hugeDataStep, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * ioctl_xfs_exchange_range(2): two ranges of the file exchange their blocks, and with them what is in them.
 */
export const exchangeRangeRace: Scenario = {
  id: 'exchange-range-race',
  summary: 'a read fault on data races ioctl_xfs_exchange_range(2) with another range',
  commits: ['9a64d9b3109d', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 32,
      place: 'old-data',
      change: 'exchange-range',
      meeting: 'in-turn',
      attempts: 64,
    },
    hugeDataStep('old-data', 'exchange-range', 'in-turn'),
    {
      pageBytes: PAGE_BYTES,
      strideBytes: FAULT_AROUND_BYTES,
      places: 128,
      place: 'old-data',
      change: 'exchange-range',
      meeting: 'at-once',
    },
    hugeDataStep('old-data', 'exchange-range', 'at-once'),
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
