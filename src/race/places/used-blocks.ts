import { fdatasyncSync } from 'node:fs';
import { truncate } from '../../native/extents.js';
import { ARENA_OFFSET_BYTES } from './arena.js';
import type { Arena } from './place.js';
import { oldStampOf } from './stamps.js';
import { placesWriter } from './written.js';

/**
 * Leaves the file without its arena, and the blocks that it had there with data of another stamp: the file ends where the arena
 * begins, so that a filesystem which lengthens it takes what is free behind its last block, and that is likely to be
 * the same. Only what has gone to the disk is left there.
 */
export function usedBlocks(arena: Arena): (stamp: number) => void {
  const write = placesWriter(arena);
  return (stamp) => {
    write(oldStampOf(stamp), stamp);
    fdatasyncSync(arena.fd);
    truncate(arena.fd, ARENA_OFFSET_BYTES);
  };
}
