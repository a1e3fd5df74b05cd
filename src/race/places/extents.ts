/** What a file's extents say of places. */
import { readSync } from 'node:fs';
import { nextData } from '../../native/extents.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { ARENA_OFFSET_BYTES, arenaBytes } from './arena.js';
import type { Arena } from './place.js';

/** Whether the page at an offset of the file holds data. */
export function isData(fd: number, offsetBytes: number): boolean {
  return nextData(fd, offsetBytes) === offsetBytes;
}

/** Whether the page at an offset of the file reads zeros. */
export function isZeros(fd: number, offsetBytes: number): boolean {
  const page = Buffer.alloc(PAGE_BYTES, 1);
  readSync(fd, page, 0, PAGE_BYTES, offsetBytes);
  return page.every((byte) => byte === 0);
}

/** Whether a range of the file holds none. */
export function isHole(fd: number, offsetBytes: number, lengthBytes: number): boolean {
  return nextData(fd, offsetBytes) >= offsetBytes + lengthBytes;
}

/** Whether all of the arena is one hole. */
export function isAllHole({ fd, shape }: Arena): boolean {
  return isHole(fd, ARENA_OFFSET_BYTES, arenaBytes(shape));
}
