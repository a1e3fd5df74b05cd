import { RangeClone } from '../../native/clone.js';
import { sharedBytes } from '../../native/extents.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES, arenaBytes } from './arena.js';
import { type Arena, IN_FILE, type Maker, type Place } from './place.js';
import { oldStampOf } from './stamps.js';
import { placesWriter } from './written.js';

/** Writes the owner's pages behind the arena, and clones all of them into it at once. */
function maker(arena: Arena): Maker {
  const { fd, shape } = arena;
  const lengthBytes = arenaBytes(shape);
  const writeOwner = placesWriter(arena, lengthBytes);
  const clone = new RangeClone(fd, lengthBytes);
  clone.between(ARENA_OFFSET_BYTES + lengthBytes, ARENA_OFFSET_BYTES);
  return (stamp) => {
    writeOwner(oldStampOf(stamp), stamp);
    clone.perform();
  };
}

/** Data of another stamp, in blocks that another range of the file shares: its owner. */
export const shared: Place = {
  ...IN_FILE,
  words: 'shared blocks',
  hasOwner: true,
  onlyOnSome: true,
  maker,
  isThere: ({ fd }, offsets) =>
    offsets.every((offset) => sharedBytes(fd, offset, PAGE_BYTES) === PAGE_BYTES),
  tryOn: (fd) => {
    new Pages(PAGE_BYTES).write(fd, 0);
    const clone = new RangeClone(fd, PAGE_BYTES);
    clone.between(0, PAGE_BYTES);
    clone.perform();
  },
};
