/** How much room the target has. */
import { UsageError } from '../errors.js';
import { freeBytes } from '../files/free-bytes.js';

/** What one round of the largest arena writes, with room for the filesystem's own blocks. */
const NEEDED_BYTES = 8 * 1024 ** 2;

/** Whether there is too little room for a race. */
export function isFull(directory: string): boolean {
  return freeBytes(directory) < NEEDED_BYTES;
}

/**
 * Refuses a directory without room for a race.
 *
 * @throws UsageError where there is too little
 */
export function checkFreeSpace(directory: string): void {
  if (!isFull(directory)) return;
  const mebibytes = NEEDED_BYTES / 1024 ** 2;
  throw new UsageError(
    `the filesystem of ${directory} is full, ${freeBytes(directory)} bytes are free: free at least ${mebibytes} MiB`,
  );
}
