import { Pages } from '../../native/io.js';
import { HUGE_PAGE_BYTES, PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES, placeBytes } from './arena.js';
import { isData } from './extents.js';
import { type Arena, IN_FILE, type Place } from './place.js';

/**
 * Writes the page of each place, with a byte and its number, and where faults are to map 2 MiB all that lies around it:
 * only whole and contiguous they can be mapped so. It takes the round's stamp as well, by which places lie.
 *
 * @param aboveBytes how far above the place, where it is not its own page
 */
export function placesWriter(
  { fd, shape, aim }: Arena,
  aboveBytes = 0,
): (byte: number, stamp: number) => void {
  const page = new Pages(PAGE_BYTES);
  const fillHugePages =
    shape.pageBytes === HUGE_PAGE_BYTES ? hugePagesFiller(fd, shape.places, aboveBytes) : null;
  return (byte, stamp) => {
    fillHugePages?.(byte);
    page.bytes.fill(byte);
    for (let index = 0; index < shape.places; index++) {
      aim.number(page.bytes, index);
      const place = placeBytes(shape, index, stamp, aim.backwards);
      page.write(fd, ARENA_OFFSET_BYTES + aboveBytes + place);
    }
  };
}

/** Writes a byte into all of so many places of 2 MiB, each with one call: the filesystem is asked for all of it at once. */
function hugePagesFiller(fd: number, places: number, aboveBytes: number): (byte: number) => void {
  const whole = new Pages(HUGE_PAGE_BYTES);
  return (byte) => {
    whole.bytes.fill(byte);
    for (let index = 0; index < places; index++)
      whole.write(fd, ARENA_OFFSET_BYTES + aboveBytes + index * HUGE_PAGE_BYTES);
  };
}

/** Whether there is data at all of some offsets of the file. */
export function areData({ fd }: Arena, offsets: readonly number[]): boolean {
  return offsets.every((offset) => isData(fd, offset));
}

/** Data: the change is what makes the hole. */
export const written: Place = {
  ...IN_FILE,
  words: 'data',
  maker: (arena) => {
    const write = placesWriter(arena);
    return (stamp) => write(stamp, stamp);
  },
  isThere: areData,
};
