import { changePoints } from './change-points.js';
import { READER_AHEAD } from './preempt-writer.js';
import { probe } from './probe.js';
import type { Strategy } from './strategy.js';
import { CHANGE_NAMES } from './told-points.js';

/** As `probe`, the other way round: a probe wakes the reader, as the change of the file passes a function. */
export const probeWriter: Strategy = {
  ...probe,
  ...READER_AHEAD,
  about: 'as preempt-writer, but a kernel probe wakes the reader as the change passes a function',
  points: ({ change }) => changePoints(change),
  told: CHANGE_NAMES,
};
