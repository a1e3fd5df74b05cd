import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type Change, WRITES_A_PAGE } from './change.js';
import { PreparedWriter } from './prepared-write.js';

/**
 * How far behind the place the neighbour lies: ext4 makes up to 32 KiB written in passing (`extent_max_zeroout_kb`,
 * ext4_ext_convert_to_initialized() in fs/ext4/extents.c).
 */
const BEHIND_BYTES = 3 * PAGE_BYTES;

/** write(2) of a page behind the place, which nobody looks at, and of the place. */
export const neighbourWrite: Change = {
  rule: WRITES_A_PAGE,
  performer: ({ fd }) => {
    const neighbour = new Pages(PAGE_BYTES);
    return new PreparedWriter(fd, (at) => neighbour.write(fd, at + BEHIND_BYTES));
  },
};
