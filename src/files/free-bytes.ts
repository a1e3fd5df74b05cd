/** How much room there is. */
import { statfsSync } from 'node:fs';
import { UsageError } from '../errors.js';

/** The bytes that may still be written to the filesystem of a folder. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/**
 * Refuses to begin what does not fit into the cache.
 *
 * @param what it is, as in "no room for …"
 * @param folder of the cache
 * @param roomIn the free bytes of a folder's disk
 * @throws UsageError where there is too little
 */
export function checkCacheRoom(
  what: string,
  folder: string,
  neededBytes: number,
  roomIn: (folder: string) => number = freeBytes,
): void {
  if (roomIn(folder) >= neededBytes) return;
  throw new UsageError(
    `the disk of ${folder} has no room for ${what}: free ${neededBytes / 1024 ** 3} GiB there, or set XDG_CACHE_HOME to another disk`,
  );
}
