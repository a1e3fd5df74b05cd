import { truncate } from '../../native/extents.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES } from './arena.js';
import { type Arena, IN_FILE, type Maker, type Place } from './place.js';
import { oldStampOf } from './stamps.js';
import { areData } from './written.js';

/** The arena gets its data by pieces of this size. */
const PIECE_BYTES = 1024 * 1024;

/** Writes data into all of the arena, and behind the page of each place the one that is to come down into it. */
function maker({ fd, shape, aim }: Arena): Maker {
  const piece = new Pages(PIECE_BYTES);
  const page = new Pages(PAGE_BYTES);
  // Each attempt takes a page away below those that follow: so they begin that much further apart.
  const strideBytes = shape.strideBytes + PAGE_BYTES;
  const end = ARENA_OFFSET_BYTES + shape.places * strideBytes;
  return (stamp) => {
    piece.bytes.fill(oldStampOf(stamp));
    for (let at = ARENA_OFFSET_BYTES; at < end; at += PIECE_BYTES) piece.write(fd, at);
    truncate(fd, end);
    page.bytes.fill(stamp);
    for (let index = 0; index < shape.places; index++) {
      aim.number(page.bytes, index);
      page.write(fd, ARENA_OFFSET_BYTES + index * strideBytes + PAGE_BYTES);
    }
  };
}

/** Data of another stamp, and behind it the page that comes into its place as it is taken out of the file. */
export const beforeData: Place = {
  ...IN_FILE,
  words: 'data before data',
  maker,
  isThere: areData,
};
