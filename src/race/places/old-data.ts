import { IN_FILE, type Place } from './place.js';
import { oldStampOf } from './stamps.js';
import { areData, placesWriter } from './written.js';

/** Data of another stamp, which the change is to replace. */
export const oldData: Place = {
  ...IN_FILE,
  words: 'data',
  maker: (arena) => {
    const write = placesWriter(arena);
    return (stamp) => write(oldStampOf(stamp), stamp);
  },
  isThere: areData,
};
