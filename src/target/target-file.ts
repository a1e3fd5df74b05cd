/** The one file that holerace makes in the directory under test. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  lstatSync,
  openSync,
  rmSync,
  type Stats,
  statSync,
  unlinkSync,
} from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { clearLeftovers, OWNER, ownerMark } from '../files/leftovers.js';
import { isUnlocked } from '../files/owned-lock.js';

export const TARGET_FILE_PREFIX = '.holerace-';

/** What this and earlier runs call it. */
const LEFT = new RegExp(`^\\.holerace-${OWNER}-[0-9a-f]{8}$`);

/**
 * Makes the target file, under a name of its own and never over anything that is there.
 *
 * @param directory where to make it
 * @param lengthBytes the file is sparse and that long
 * @returns its path
 * @throws UsageError where the directory is missing, read-only, full or no directory at all
 */
export function makeTargetFile(directory: string, lengthBytes: number): string {
  checkDirectory(directory);
  clearLeftovers({
    folder: directory,
    name: LEFT,
    isFree: (place) => lstatSync(place).isFile() && isUnlocked(place),
    remove: removeTargetFile,
  });
  const file = path.join(
    directory,
    `${TARGET_FILE_PREFIX}${ownerMark()}-${randomBytes(4).toString('hex')}`,
  );
  try {
    const fd = openSync(file, 'wx', 0o600);
    try {
      ftruncateSync(fd, lengthBytes);
    } catch (error) {
      unlinkSync(file);
      throw error;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw new UsageError(`no file can be made in ${directory}: ${reasonOf(error)}`);
  }
  return file;
}

/** Removes the target file; that it has gone already is no error. */
export function removeTargetFile(file: string): void {
  rmSync(file, { force: true });
}

/**
 * Has a file removed that a stuck write(2) may keep locked: by another process, for it may get stuck as well.
 *
 * @returns a sentence for the user
 */
export function removeStuckFile(file: string): string {
  spawn('rm', ['-f', '--', file], { detached: true, stdio: 'ignore' }).unref();
  return `the race is stuck in the kernel: ${file} goes when it lets go, else remove it after a reboot`;
}

/** @throws UsageError where it does not exist, or is no directory */
export function checkDirectory(directory: string): void {
  const stat = statOf(directory);
  if (stat === undefined)
    throw new UsageError(`the directory ${directory} does not exist: make it, or name another`);
  if (!stat.isDirectory())
    throw new UsageError(`${directory} is not a directory: name the directory to test`);
}

function statOf(directory: string): Stats | undefined {
  try {
    return statSync(directory, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`${directory} cannot be looked at: ${reasonOf(error)}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it takes no files; choose a directory of a filesystem',
  EROFS: 'the filesystem is read-only; remount it writable',
  EACCES: 'permission is denied; choose a directory that you may write to',
  EPERM: 'the operation is not permitted; choose a directory that you may write to',
  ENOSPC: 'the filesystem is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  EFBIG: 'files of that length are not allowed here; raise ulimit -f, or choose another filesystem',
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}
