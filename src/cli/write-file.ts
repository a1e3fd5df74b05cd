/** Files that a command writes: looked at before the work, and written whole or not at all. */
import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UsageError } from '../errors.js';

/**
 * Checks that a file can be written, before an hour of racing is spent on it.
 *
 * @throws UsageError where it cannot
 */
export function checkFile(file: string): void {
  try {
    accessSync(path.dirname(path.resolve(file)), constants.W_OK);
  } catch {
    throw new UsageError(
      `the result cannot be written to ${file}: name a file in a folder that you may write to`,
    );
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UsageError(`the result cannot be written to ${file}: it is a folder`);
  }
}

/**
 * Writes a file: all of it, or none of it.
 *
 * @throws UsageError where it cannot be written
 */
export function writeFile(file: string, text: string): void {
  const draft = `${file}.draft-${process.pid}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new UsageError(`the result cannot be written to ${file}: ${messageOf(error)}`);
  }
}
