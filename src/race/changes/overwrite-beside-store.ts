import { oldStampOf } from '../places/stamps.js';
import { type Change, OVERWRITES_A_PAGE } from './change.js';
import { WRITTEN_BYTES, writeBesideStore } from './write-beside-store.js';

/** write(2) over the first half of a page of data, while the reader stores a byte into the second. */
export const overwriteBesideStore: Change = {
  ...writeBesideStore,
  rule: {
    ...OVERWRITES_A_PAGE,
    storeOffsetBytes: WRITTEN_BYTES,
    expect: (bytes, stamp) => bytes.fill(oldStampOf(stamp)).fill(stamp, 0, WRITTEN_BYTES + 1),
  },
};
