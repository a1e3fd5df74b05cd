/** What a file's extents say of places. */
import { nextData } from '../../native/extents.js';
import { ARENA_OFFSET_BYTES, arenaBytes } from './arena.js';
import type { Arena } from './place.js';

/** Whether the page at an offset of the file holds data. */
export function isData(fd: number, offsetBytes: number): boolean {
  return nextData(fd, offsetBytes) === offsetBytes;
}

/** Whether a range of the file holds none. */
export function isHole(fd: number, offsetBytes: number, lengthBytes: number): boolean {
  return nextData(fd, offsetBytes) >= offsetBytes + lengthBytes;
}

/** Whether all of the arena is one hole. */
export function isAllHole({ fd, shape }: Arena): boolean {
  return isHole(fd, ARENA_OFFSET_BYTES, arenaBytes(shape));
}
