import { NO_PAGE } from '../places/stamps.js';
import { type Change, WRITES_A_PAGE } from './change.js';
import { PageWriter } from './write.js';

/** write(2) of a page at the file's end: before it there is no page to load. */
export const append: Change = {
  rule: { ...WRITES_A_PAGE, before: () => NO_PAGE },
  performer: ({ fd }) => new PageWriter(fd),
};
