/** Files that a command writes: looked at before the work; a regular file is written whole or not at all. */
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { messageOf, UsageError } from '../../errors.js';
import { clearDraftsOf, draftOf } from './draft.js';
import { descriptorOf, openPipe, writePipe } from './pipe.js';

/** Links that lead to links are followed so far, as the kernel does (path_resolution(7)). */
const LINKS_LIMIT = 40;

/** Pipes that were opened when they were looked at: their readers would be gone by the time they are written. */
const pipes = new Map<string, number>();

/**
 * Checks that a file can be written, before an hour of racing is spent on it.
 *
 * @throws UsageError where it cannot
 */
export function checkFile(file: string): void {
  if (file === '') throw new UsageError("'' names no file: give the name of one");
  try {
    check(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `the result cannot be written to ${file} (${messageOf(error)}): name a file in a folder that you may write to`,
    );
  }
}

function check(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFIFO() === true && descriptorOf(file) === null) {
    if (!pipes.has(file)) pipes.set(file, openPipe(file));
    return;
  }
  if (stat === undefined && descriptorOf(file) !== null)
    throw cannotBe(file, 'that descriptor is not open');
  if (stat === undefined || stat.isFile()) tryDraft(targetOf(file));
  if (stat === undefined) return;
  if (stat.isDirectory()) throw cannotBe(file, 'it is a folder');
  // Written through, a disk would be destroyed, and a socket takes nothing.
  if (stat.isBlockDevice() || stat.isSocket()) throw cannotBe(file, 'it is a device or a socket');
  if (descriptorOf(file) === null) accessSync(file, constants.W_OK);
}

/** Nothing but making it tells whether it can be made. */
function tryDraft(target: string): void {
  clearDraftsOf(target);
  const draft = draftOf(target);
  closeSync(openSync(draft, 'wx'));
  rmSync(draft);
}

function cannotBe(file: string, why: string): UsageError {
  return new UsageError(`the result cannot be written to ${file}: ${why}`);
}

/**
 * Refuses one file for two things, of which the second would destroy the first.
 *
 * @throws UsageError where there is such a file
 */
export function checkDifferent(files: readonly string[]): void {
  const seen = new Set<string>();
  for (const file of files) {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) continue;
    const target = targetOf(file);
    if (seen.has(target)) throw new UsageError(`${file} was given for two things: name two files`);
    seen.add(target);
  }
}

/** The file itself where a path leads to it through links, whether it is there or not. */
function targetOf(file: string): string {
  let place = path.resolve(file);
  for (let links = 0; links < LINKS_LIMIT; links++) {
    place = path.join(realpathSync(path.dirname(place)), path.basename(place));
    if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return place;
    place = path.resolve(path.dirname(place), readlinkSync(place));
  }
  throw cannotBe(file, 'its links lead nowhere');
}

/**
 * Writes a file: a regular one all of it or none of it, through links; whatever else it is, it is written through.
 *
 * @throws UsageError where it cannot be written
 */
export async function writeFile(file: string, text: string): Promise<void> {
  try {
    const pipe = pipes.get(file);
    const descriptor = descriptorOf(file);
    if (pipe !== undefined) await writePipe(pipe, text);
    else if (descriptor !== null) writeThrough(descriptor, text);
    else writeTarget(file, text);
  } catch (error) {
    throw cannotBe(file, messageOf(error));
  }
}

function writeTarget(file: string, text: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined || stat.isFile()) {
    replace(targetOf(file), text, stat);
    return;
  }
  const fd = openSync(file, constants.O_WRONLY | constants.O_NOCTTY);
  try {
    writeThrough(fd, text);
  } finally {
    closeSync(fd);
  }
}

function replace(target: string, text: string, before: Stats | undefined): void {
  const draft = draftOf(target);
  try {
    writeFileSync(draft, text);
    if (before !== undefined) chmodSync(draft, before.mode & 0o7777);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Writes all of it to a descriptor, or throws. */
export function writeThrough(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  // Each turn writes at least one byte or throws.
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
