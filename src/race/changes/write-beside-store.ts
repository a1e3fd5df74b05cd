import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type Change, WRITES_A_PAGE } from './change.js';
import { PageWriter } from './write.js';

/** What write(2) fills of the page; the reader stores one byte behind it. */
export const WRITTEN_BYTES = PAGE_BYTES / 2;

/** write(2) into the first half of a page, while the reader stores a byte into the second. */
export const writeBesideStore: Change = {
  rule: {
    ...WRITES_A_PAGE,
    storeOffsetBytes: WRITTEN_BYTES,
    expect: (bytes, stamp) => bytes.fill(stamp, 0, WRITTEN_BYTES + 1).fill(0, WRITTEN_BYTES + 1),
  },
  performer: ({ fd }) => new PageWriter(fd, new Pages(WRITTEN_BYTES)),
};
