import { allocateUnwritten, unwrittenBytes } from '../../native/extents.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES, arenaBytes } from './arena.js';
import { IN_FILE, type Place } from './place.js';

/** A block without data, from fallocate(2). */
export const unwritten: Place = {
  ...IN_FILE,
  words: 'unwritten extents',
  maker:
    ({ fd, shape }) =>
    () =>
      allocateUnwritten(fd, ARENA_OFFSET_BYTES, arenaBytes(shape)),
  isThere: ({ fd, shape }) =>
    unwrittenBytes(fd, ARENA_OFFSET_BYTES, arenaBytes(shape)) === arenaBytes(shape),
  tryOn: (fd) => allocateUnwritten(fd, 0, PAGE_BYTES),
};
