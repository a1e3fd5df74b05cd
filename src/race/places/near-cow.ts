import { RangeClone } from '../../native/clone.js';
import { sharedBytes } from '../../native/extents.js';
import { Pages } from '../../native/io.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES, placeBytes } from './arena.js';
import { isData, isHole } from './extents.js';
import { type Arena, IN_FILE, type Maker, type Place } from './place.js';
import { oldStampOf } from './stamps.js';

/**
 * Where from the place data lies that was shared and then written, and where its other owner. All three lie in the 128 KiB
 * for which xfs sets blocks aside when it copies one of them (XFS_DEFAULT_COWEXTSZ_HINT, fs/xfs/libxfs/xfs_bmap.h).
 */
const COPIED_BYTES = PAGE_BYTES;
const OWNER_BYTES = 16 * PAGE_BYTES;

/** Beside each place: writes the owner, clones it, and writes the clone, which gets a block of its own by that. */
function maker({ fd, shape, aim }: Arena): Maker {
  const page = new Pages(PAGE_BYTES);
  const clone = new RangeClone(fd, PAGE_BYTES);
  return (stamp) => {
    page.bytes.fill(oldStampOf(stamp));
    for (let index = 0; index < shape.places; index++) {
      const place = ARENA_OFFSET_BYTES + placeBytes(shape, index, stamp, aim.backwards);
      page.write(fd, place + OWNER_BYTES);
      clone.between(place + OWNER_BYTES, place + COPIED_BYTES);
      clone.perform();
      page.write(fd, place + COPIED_BYTES);
    }
  };
}

/** No block, where the filesystem has set one aside already: data nearby was shared, and copied when it was written. */
export const nearCow: Place = {
  ...IN_FILE,
  words: 'holes near copied blocks',
  onlyOnSome: true,
  maker,
  isThere: ({ fd }, offsets) =>
    offsets.every(
      (offset) =>
        isHole(fd, offset, PAGE_BYTES) &&
        isData(fd, offset + COPIED_BYTES) &&
        sharedBytes(fd, offset + COPIED_BYTES, PAGE_BYTES) === 0,
    ),
  tryOn: (fd) => {
    new Pages(PAGE_BYTES).write(fd, OWNER_BYTES);
    const clone = new RangeClone(fd, PAGE_BYTES);
    clone.between(OWNER_BYTES, COPIED_BYTES);
    clone.perform();
  },
};
