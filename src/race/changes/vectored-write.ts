import { VectoredPages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type Change, WRITES_A_PAGE } from './change.js';
import { PageWriter } from './write.js';

const PAGES = 4;
/** Cut beside the pages' bounds, so that one page's bytes come from two of them. */
const CUTS_BYTES = [PAGE_BYTES + 512, PAGE_BYTES - 512, 2 * PAGE_BYTES] as const;

/** One pwritev(2) over four pages; the racing load takes the first or the second of its two holes. */
export const vectoredWrite: Change = {
  rule: {
    ...WRITES_A_PAGE,
    checkedBytes: PAGES * PAGE_BYTES,
    loadOffsetBytes: (index) => (index % 2) * 2 * PAGE_BYTES,
  },
  performer: ({ fd }) => new PageWriter(fd, new VectoredPages(CUTS_BYTES)),
};
