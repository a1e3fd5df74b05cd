import { type Change, REPLACES_A_PAGE } from './change.js';
import { cloneRange } from './clone-range.js';

/** ioctl_ficlonerange(2) of a page of the same file over data: it gets the blocks of the source. */
export const cloneOver: Change = { ...cloneRange, rule: REPLACES_A_PAGE };
