/** The file of a journal: opened, locked, read as a whole, and set aside. */
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { messageOf, UsageError } from '../../errors.js';
import { tryLock } from '../../native/lock.js';
import { SAVED_LIMIT_BYTES } from '../../result/limits.js';
import { checkBeginning } from './text.js';

/**
 * Opens a journal for writing, and locks it until it is closed or its owner ends; makes it where there is none.
 *
 * @throws UsageError where it cannot be written, or another campaign is writing it
 */
export function openLocked(file: string): number {
  const fd = openForWriting(file);
  let locked: boolean;
  try {
    locked = tryLock(fd);
  } catch (error) {
    closeSync(fd);
    throw cannotBeWritten(file, error);
  }
  // Who had it open before may have set it aside meanwhile: then this is another file.
  if (locked && statSync(file, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino) return fd;
  closeSync(fd);
  throw new UsageError(
    `another campaign is writing the journal ${file}: wait until it ends, or give another --journal`,
  );
}

function openForWriting(file: string): number {
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    return openSync(
      file,
      constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | constants.O_NOCTTY,
      0o644,
    );
  } catch (error) {
    throw cannotBeWritten(file, error);
  }
}

function cannotBeWritten(file: string, error: unknown): UsageError {
  return new UsageError(
    `the journal ${file} cannot be written (${messageOf(error)}): give another --journal`,
  );
}

/**
 * Renames a journal to FILE.old, in place of an earlier one.
 *
 * @param check throws where a file does not begin as such a journal
 * @throws UsageError where another campaign is writing it, or it is no journal
 */
export function setAside(file: string, check = checkBeginning): void {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return;
  const fd = openLocked(file);
  try {
    check(readWhole(fd, file), file);
    rename(file, `${file}.old`);
  } finally {
    closeSync(fd);
  }
}

function rename(file: string, name: string): void {
  try {
    renameSync(file, name);
  } catch (error) {
    throw cannotBeWritten(name, error);
  }
}

/**
 * The whole content of an open journal.
 *
 * @throws UsageError where it is no plain file, or too long
 */
export function readWhole(fd: number, file: string): Buffer {
  const stat = fstatSync(fd);
  if (!stat.isFile()) throw new UsageError(`${file} is no plain file: give another --journal`);
  if (stat.size > SAVED_LIMIT_BYTES)
    throw new UsageError(`${file} is larger than any journal: give another --journal`);
  return readFileSync(fd);
}
