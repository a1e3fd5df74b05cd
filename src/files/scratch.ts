/** What holerace makes and must not leave behind, however it ends. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageOf, UsageError } from '../errors.js';
import { clearLeftovers, OWNER, ownerMark } from './leftovers.js';
import { holdLock, isUnlocked } from './owned-lock.js';

/**
 * Has a clean-up run when the process exits, also after an error that nobody has caught.
 *
 * @param cleanUp must be synchronous
 * @returns takes it back, once it has been done
 */
export function atExit(cleanUp: () => void): () => void {
  process.once('exit', cleanUp);
  return () => process.off('exit', cleanUp);
}

/** A scratch folder; `remove` takes it away, and the end of the process does if nobody else has. */
export interface Scratch {
  readonly folder: string;
  /** Returns whether it is gone. */
  readonly remove: () => boolean;
}

/**
 * Makes a scratch folder in the system's temporary folder.
 *
 * @param name a part of its name
 * @throws UsageError where none can be made
 */
export function makeScratch(name: string): Scratch {
  clearScratch();
  let folder: string;
  try {
    folder = mkdtempSync(path.join(os.tmpdir(), `holerace-${name}-${ownerMark()}-`));
  } catch (error) {
    throw new UsageError(
      `no scratch folder can be made in ${os.tmpdir()} (${messageOf(error)}): set TMPDIR to a folder that you may write to`,
    );
  }
  const letGo = holdLock(folder);
  const forget = atExit(() => void removeTree(folder));
  return {
    folder,
    remove: () => {
      const removed = removeTree(folder);
      letGo();
      if (removed) forget();
      return removed;
    },
  };
}

/** Clears the scratch folders of those that were killed. */
export function clearScratch(): void {
  clearLeftovers({
    folder: os.tmpdir(),
    name: LEFT,
    isFree: (place) => lstatSync(place).isDirectory() && isUnlocked(place),
    remove: removeTree,
  });
}

/** What this and earlier runs call a scratch folder. */
const LEFT = new RegExp(`^holerace-[a-z-]+-${OWNER}-[A-Za-z0-9]{6}$`);

/** A tree that takes longer to remove is left. */
const REMOVE_LIMIT_MS = 60_000;

/**
 * Removes a folder with all that is in it, however deep.
 *
 * @returns whether it is gone: what cannot be removed costs nobody a verdict
 */
export function removeTree(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // rm goes down step by step, where a path of Node.js has a limit (PATH_MAX).
    spawnSync('rm', ['-rf', '--', folder], { stdio: 'ignore', timeout: REMOVE_LIMIT_MS });
  }
  return !existsSync(folder);
}
