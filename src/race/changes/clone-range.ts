import { RangeClone } from '../../native/clone.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type Change, WRITES_A_PAGE } from './change.js';
import { RangeFiller } from './copy-range.js';

/** ioctl_ficlonerange(2) of a page of the same file: the hole gets the blocks of the source. */
export const cloneRange: Change = {
  rule: WRITES_A_PAGE,
  performer: (order) => new RangeFiller(order, new RangeClone(order.fd, PAGE_BYTES)),
  onlyOnSome: true,
  tryOn: (fd) => {
    new Pages(PAGE_BYTES).write(fd, 0);
    const clone = new RangeClone(fd, PAGE_BYTES);
    clone.between(0, PAGE_BYTES);
    clone.perform();
  },
};
