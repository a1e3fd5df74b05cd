import { PAGE_BYTES, type Scenario, type Step } from './scenario.js';

const copied: Step = {
  pageBytes: PAGE_BYTES,
  strideBytes: PAGE_BYTES,
  places: 256,
  place: 'sparse',
  change: 'copy-range',
  meeting: 'at-once',
};

/**
 * The race of fault-write-race with the two other calls that put data into a hole: copy_file_range(2), and
 * ioctl_ficlonerange(2), which shares the source's blocks, where the filesystem has it.
 */
export const copyRangeRace: Scenario = {
  id: 'copy-range-race',
  summary:
    'a 4 KiB read fault on a hole races copy_file_range(2) into it, and a reflink where there is one',
  commits: ['13e451fdc1af', '2c307174ab77'],
  steps: [copied, { ...copied, change: 'clone-range' }],
  attemptsByDefault: null,
  core: false,
};
