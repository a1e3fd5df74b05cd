import { RangeDedupe } from '../../native/clone.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { arenaBytes } from '../places/arena.js';
import { type Change, REPLACES_A_PAGE } from './change.js';
import { PreparedWriter } from './prepared-write.js';

/**
 * ioctl_fideduperange(2) of a page and its equal, and write(2) into the page then: the first has it share the blocks
 * of the other, and changes nothing that a load could show; what it has left behind is shown by the second.
 */
export const dedupe: Change = {
  rule: REPLACES_A_PAGE,
  performer: ({ fd, arena }) => {
    const dedupe = new RangeDedupe(fd, PAGE_BYTES);
    return new PreparedWriter(fd, (offsetBytes) => {
      dedupe.between(offsetBytes + arenaBytes(arena), offsetBytes);
      dedupe.perform();
    });
  },
  onlyOnSome: true,
  tryOn: (fd) => {
    new Pages(2 * PAGE_BYTES).write(fd, 0);
    const dedupe = new RangeDedupe(fd, PAGE_BYTES);
    dedupe.between(0, PAGE_BYTES);
    dedupe.perform();
  },
};
