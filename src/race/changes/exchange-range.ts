import { RangeExchange } from '../../native/clone.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type Change, REPLACES_A_PAGE } from './change.js';
import { RangeFiller } from './copy-range.js';

/** ioctl_xfs_exchange_range(2) of a page of the same file with one of data: each gets the blocks of the other. */
export const exchangeRange: Change = {
  rule: REPLACES_A_PAGE,
  performer: (order) => new RangeFiller(order, new RangeExchange(order.fd, PAGE_BYTES)),
  onlyOnSome: true,
  tryOn: (fd) => {
    new Pages(2 * PAGE_BYTES).write(fd, 0);
    const exchange = new RangeExchange(fd, PAGE_BYTES);
    exchange.between(0, PAGE_BYTES);
    exchange.perform();
  },
};
