import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES, fileBytes } from './arena.js';
import { isData, isHole } from './extents.js';
import { type Arena, IN_FILE, type Maker, type Place } from './place.js';
import { oldStampOf } from './stamps.js';

/** Writes every second page. */
function maker({ fd, shape }: Arena): Maker {
  const page = new Pages(PAGE_BYTES);
  const end = fileBytes(shape);
  return (stamp) => {
    page.bytes.fill(oldStampOf(stamp));
    for (let at = ARENA_OFFSET_BYTES + PAGE_BYTES; at < end; at += 2 * PAGE_BYTES)
      page.write(fd, at);
  };
}

/** In turn a page of hole and a page of data. */
export const alternating: Place = {
  ...IN_FILE,
  words: 'holes beside data',
  maker,
  isThere: ({ fd }, offsets) =>
    offsets.every((offset) => isHole(fd, offset, PAGE_BYTES) && isData(fd, offset + PAGE_BYTES)),
};
