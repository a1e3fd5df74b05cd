import { arenaBytes } from './arena.js';
import { IN_FILE, type Place } from './place.js';
import { oldStampOf } from './stamps.js';
import { areData, placesWriter } from './written.js';

/** Data of another stamp, and its equal behind the arena, each in blocks of its own. */
export const twin: Place = {
  ...IN_FILE,
  words: 'equal data',
  hasOwner: true,
  maker: (arena) => {
    const write = placesWriter(arena);
    const writeEqual = placesWriter(arena, arenaBytes(arena.shape));
    return (stamp) => {
      write(oldStampOf(stamp), stamp);
      writeEqual(oldStampOf(stamp), stamp);
    };
  },
  isThere: areData,
};
