import { PAGE_BYTES, type Scenario } from './scenario.js';

/** From one place to the next one: what lies between is the neighbour's. */
const STRIDE_BYTES = 4 * PAGE_BYTES;

/**
 * As unwritten-write-race, but write(2) goes to a block behind the place first. A filesystem may make what lies before that
 * one written as well, with zeros in it, so as not to split the extent; write(2) into the place finds written blocks then,
 * and nothing that would have to be invalidated.
 */
export const neighbourWriteRace: Scenario = {
  id: 'neighbour-write-race',
  summary:
    'a read fault on an unwritten extent races write(2) to a block behind it, and then into it',
  commits: ['e3fce68cdbed'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: STRIDE_BYTES,
      places: 64,
      place: 'unwritten',
      change: 'neighbour-write',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: STRIDE_BYTES,
      places: 512,
      place: 'unwritten',
      change: 'neighbour-write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
  onlyOnSome: true,
};
