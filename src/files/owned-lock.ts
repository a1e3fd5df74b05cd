/** Locks that tell, also to another container, that somebody uses a file or folder. */
import { closeSync, constants, openSync } from 'node:fs';
import { tryLock } from '../native/lock.js';

/**
 * Locks a file or folder until it is let go, or this process ends.
 *
 * @returns lets it go; where the filesystem has no locks, nothing is held
 */
export function holdLock(place: string): () => void {
  const fd = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    tryLock(fd);
  } catch {
    // A filesystem without locks: the number of the process has to do.
  }
  return () => closeSync(fd);
}

/** Whether nobody has it locked. */
export function isUnlocked(place: string): boolean {
  const fd = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return tryLock(fd);
  } catch {
    return true;
  } finally {
    closeSync(fd);
  }
}
