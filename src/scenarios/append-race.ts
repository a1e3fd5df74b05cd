import { PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * Writes make the file longer page by page, and a reader follows its end through a mapping that is longer
 * than the file. Before the write a load there is answered with SIGBUS, and rightly so (mmap(2)); once it has
 * returned, the load must give the data: neither SIGBUS nor zeros.
 */
export const appendRace: Scenario = {
  id: 'append-race',
  summary:
    'write(2) extends the file, and a reader follows the end: no SIGBUS and no zeros behind it',
  commits: ['13e451fdc1af', '730633f0b7f9'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 1024,
      place: 'end-of-file',
      change: 'append',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
