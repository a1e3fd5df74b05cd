import { Fallocate } from '../../native/extents.js';
import { type Change, LEAVES_ZEROS } from './change.js';
import { PageFallocater, tryFallocate } from './fallocate.js';

/**
 * fallocate(2) with FALLOC_FL_INSERT_RANGE before a page of data: there is a hole in its place, and it and all that
 * follows move up. Places are used from the lowest up, so that those which were changed stay where they are.
 */
export const insertRange: Change = {
  rule: { ...LEAVES_ZEROS, leaves: 'hole' },
  performer: ({ fd }) => new PageFallocater(fd, Fallocate.INSERT_RANGE),
  onlyOnSome: true,
  tryOn: (fd) => tryFallocate(fd, Fallocate.INSERT_RANGE),
};
