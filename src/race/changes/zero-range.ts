import { Fallocate } from '../../native/extents.js';
import { type Change, LEAVES_ZEROS } from './change.js';
import { PageFallocater, tryFallocate } from './fallocate.js';

/** fallocate(2) with FALLOC_FL_ZERO_RANGE over a page of data: zeros from then on, whatever blocks it has. */
export const zeroRange: Change = {
  rule: LEAVES_ZEROS,
  performer: ({ fd }) => new PageFallocater(fd, Fallocate.ZERO_RANGE),
  onlyOnSome: true,
  tryOn: (fd) => tryFallocate(fd, Fallocate.ZERO_RANGE),
};
