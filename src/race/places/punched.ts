import { punchHole, truncate } from '../../native/extents.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES, arenaBytes, fileBytes } from './arena.js';
import { isAllHole } from './extents.js';
import { type Arena, IN_FILE, type Maker, type Place } from './place.js';
import { oldStampOf } from './stamps.js';

/** The arena gets its data by pieces of this size. */
const PIECE_BYTES = 1024 * 1024;

/** Writes data into all of the arena, and punches one hole in all of it. */
function maker({ fd, shape }: Arena): Maker {
  const piece = new Pages(PIECE_BYTES);
  const end = fileBytes(shape);
  return (stamp) => {
    piece.bytes.fill(oldStampOf(stamp));
    for (let at = ARENA_OFFSET_BYTES; at < end; at += PIECE_BYTES) piece.write(fd, at);
    truncate(fd, end);
    punchHole(fd, ARENA_OFFSET_BYTES, arenaBytes(shape));
  };
}

/** No block any more: there was data, and a hole was punched in it. */
export const punched: Place = {
  ...IN_FILE,
  words: 'punched holes',
  maker,
  isThere: isAllHole,
  tryOn: (fd) => punchHole(fd, 0, PAGE_BYTES),
};
