import { type Change, OVERWRITES_A_PAGE } from './change.js';
import { write } from './write.js';

/** write(2) of a page over data. */
export const overwrite: Change = { ...write, rule: OVERWRITES_A_PAGE };
