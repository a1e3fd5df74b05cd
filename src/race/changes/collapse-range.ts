import { Fallocate } from '../../native/extents.js';
import { type Change, REPLACES_A_PAGE } from './change.js';
import { PageFallocater, tryFallocate } from './fallocate.js';

/**
 * fallocate(2) with FALLOC_FL_COLLAPSE_RANGE over a page of data: the page behind it comes down into its place, and
 * all that follows with it. Places are used from the lowest up, so that those which were changed stay where they are.
 */
export const collapseRange: Change = {
  rule: REPLACES_A_PAGE,
  performer: ({ fd }) => new PageFallocater(fd, Fallocate.COLLAPSE_RANGE),
  onlyOnSome: true,
  tryOn: (fd) => tryFallocate(fd, Fallocate.COLLAPSE_RANGE),
};
