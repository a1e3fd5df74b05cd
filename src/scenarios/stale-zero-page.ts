import { HUGE_PAGE_BYTES, PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * The sequence of Ross Zwisler's regression test (linux-nvdimm, April 2017; later fstests generic/428):
 * one read of a hole maps a zero page, then write(2) fills the hole, and the mapping must show it. At
 * 2 MiB, where the fault maps the huge zero page, and at 4 KiB.
 */
export const staleZeroPage: Scenario = {
  id: 'stale-zero-page',
  summary: 'a hole is read through the mapping, then written with write(2), then compared, in turn',
  commits: ['cd656375f946', '4636e70bb0a8', '91d25ba8a6b0'],
  steps: [
    {
      pageBytes: HUGE_PAGE_BYTES,
      strideBytes: HUGE_PAGE_BYTES,
      places: 8,
      place: 'sparse',
      change: 'write',
      meeting: 'in-turn',
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 128,
      place: 'sparse',
      change: 'write',
      meeting: 'in-turn',
    },
  ],
  // The sequence is certain to fail on a kernel that breaks it: more attempts would tell nothing new.
  attemptsByDefault: 512,
  core: true,
};
