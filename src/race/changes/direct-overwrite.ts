import { type Change, OVERWRITES_A_PAGE } from './change.js';
import { directWrite } from './direct-write.js';

/** write(2) of a page over data, through a file that was opened with O_DIRECT. */
export const directOverwrite: Change = { ...directWrite, rule: OVERWRITES_A_PAGE };
