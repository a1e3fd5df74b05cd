import { truncate } from '../../native/extents.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES, type ArenaShape } from './arena.js';
import { isData } from './extents.js';
import { type Arena, IN_FILE, type Maker, type Place } from './place.js';

/** Where in the file the page of a place begins: each attempt before its own moves it up by a page. */
function startBytes({ strideBytes }: ArenaShape, index: number): number {
  return ARENA_OFFSET_BYTES + index * (strideBytes - PAGE_BYTES);
}

function maker({ fd, shape }: Arena): Maker {
  const page = new Pages(PAGE_BYTES);
  return (stamp) => {
    page.bytes.fill(stamp);
    for (let index = 0; index < shape.places; index++) page.write(fd, startBytes(shape, index));
    truncate(fd, startBytes(shape, shape.places));
  };
}

/** Data that has come into its place by the time that it is aimed at: a page is inserted below it by each attempt. */
export const moving: Place = {
  ...IN_FILE,
  words: 'data',
  maker,
  isThere: ({ fd, shape }) =>
    [0, shape.places - 1].every((index) => isData(fd, startBytes(shape, index))),
};
