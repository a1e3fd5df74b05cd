import { type Change, OVERWRITES_A_PAGE } from './change.js';
import { store } from './store.js';

/** Stores over data, through another mapping of the file. */
export const storeOver: Change = { ...store, rule: OVERWRITES_A_PAGE };
