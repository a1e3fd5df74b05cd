import { HUGE_PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The race of fault-write-race where the fault maps the huge zero page over 2 MiB, and write(2) fills
 * 4 KiB of them: another function of the kernel (dax_iomap_pmd_fault), with a fix of its own.
 */
export const hugeFaultWriteRace: Scenario = {
  id: 'huge-fault-write-race',
  summary: 'a 2 MiB read fault on a hole races write(2) into any page of the 2 MiB',
  commits: ['876f29460cbd', 'e2093926a098', '4636e70bb0a8'],
  steps: [
    {
      pageBytes: HUGE_PAGE_BYTES,
      strideBytes: HUGE_PAGE_BYTES,
      places: 16,
      place: 'sparse',
      change: 'write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
