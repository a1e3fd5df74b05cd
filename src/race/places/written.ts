import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES, placeBytes } from './arena.js';
import { isData } from './extents.js';
import { type Arena, IN_FILE, type Maker, type Place } from './place.js';

/** Writes the page of each place, with the round's stamp and its number. */
function maker({ fd, shape, aim }: Arena): Maker {
  const page = new Pages(PAGE_BYTES);
  return (stamp) => {
    page.bytes.fill(stamp);
    for (let index = 0; index < shape.places; index++) {
      aim.number(page.bytes, index);
      page.write(fd, ARENA_OFFSET_BYTES + placeBytes(shape, index, stamp, aim.backwards));
    }
  };
}

/** Data: the change is what makes the hole. */
export const written: Place = {
  ...IN_FILE,
  words: 'data',
  maker,
  isThere: ({ fd }, offsets) => offsets.every((offset) => isData(fd, offset)),
};
