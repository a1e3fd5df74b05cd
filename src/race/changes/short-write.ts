import { VectoredPages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { oldStampOf } from '../places/stamps.js';
import { type Change, OVERWRITES_A_PAGE } from './change.js';
import { PageWriter } from './write.js';

/** What pwritev(2) is asked for: no whole page, for DAX copies one that is shared before it writes (`dax_iomap_copy_around()`). */
const ASKED_BYTES = PAGE_BYTES - 512;
/** What of it can be read. */
const READABLE_BYTES = PAGE_BYTES / 2;

/** write(2) over most of a page of data, which ends in its middle: what it has not come to stays as it was. */
export const shortWrite: Change = {
  rule: {
    ...OVERWRITES_A_PAGE,
    expect: (bytes, stamp) => bytes.fill(stamp).fill(oldStampOf(stamp), READABLE_BYTES),
  },
  performer: ({ fd }) => {
    const pages = new VectoredPages([READABLE_BYTES], ASKED_BYTES - READABLE_BYTES);
    return new PageWriter(fd, pages);
  },
};
