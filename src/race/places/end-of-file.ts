import { fstatSync } from 'node:fs';
import { ARENA_OFFSET_BYTES } from './arena.js';
import { IN_FILE, nothingToMake, type Place } from './place.js';

/** Nothing at all: the file ends where the arena begins. */
export const endOfFile: Place = {
  ...IN_FILE,
  words: 'the end of the file',
  isBehindEnd: true,
  maker: nothingToMake,
  isThere: ({ fd }) => fstatSync(fd).size === ARENA_OFFSET_BYTES,
};
