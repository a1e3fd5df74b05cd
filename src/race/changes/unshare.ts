import { Fallocate, fallocate } from '../../native/extents.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type Change, REPLACES_A_PAGE } from './change.js';
import { tryFallocate } from './fallocate.js';
import { PreparedWriter } from './prepared-write.js';

/**
 * fallocate(2) with FALLOC_FL_UNSHARE_RANGE over a page whose blocks another range shares, and write(2) into its own
 * blocks then: the first changes nothing that a load could show, and what it has left behind is shown by the second.
 */
export const unshare: Change = {
  rule: REPLACES_A_PAGE,
  performer: ({ fd }) =>
    new PreparedWriter(fd, (offsetBytes) =>
      fallocate(fd, Fallocate.UNSHARE_RANGE, offsetBytes, PAGE_BYTES),
    ),
  onlyOnSome: true,
  tryOn: (fd) => tryFallocate(fd, Fallocate.UNSHARE_RANGE),
};
