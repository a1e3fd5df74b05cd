import { Fallocate } from '../../native/extents.js';
import { type Change, LEAVES_ZEROS } from './change.js';
import { PageFallocater, tryFallocate } from './fallocate.js';

/** fallocate(2) with FALLOC_FL_PUNCH_HOLE over a page of data: zeros from then on. */
export const punch: Change = {
  rule: { ...LEAVES_ZEROS, leaves: 'hole' },
  performer: ({ fd }) => new PageFallocater(fd, Fallocate.PUNCH_HOLE),
  tryOn: (fd) => tryFallocate(fd, Fallocate.PUNCH_HOLE),
};
