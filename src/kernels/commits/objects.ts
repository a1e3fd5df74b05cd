/**
 * The folder in which the objects of commit after commit are built, so that each compiles only what has changed. A build
 * that was killed leaves objects that cannot be trusted: all that changed since it began. The others are whole.
 */
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../../files/files-below.js';
import { removeTree } from '../../files/scratch.js';
import { needTool } from '../../tools.js';

/** There while make works; holds the boot of the machine in which it began. */
const MARK = '.holerace-unfinished';
/** Held by make and by all that it has started, which may outlive a holerace that was killed. */
const LOCK = '.holerace-lock';
/** A compiler, or a linker, that make has left behind is done by then, on a busy machine too. */
const ORPHANS_LIMIT_SECONDS = 300;

/** proc_sys_kernel(5) has it: another one each time the machine boots. */
const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/** What to run a make under, so that the next build can wait for whatever is left of it. */
export function lockWords(objects: string): string[] {
  return ['flock', '--no-fork', path.join(objects, LOCK)];
}

/**
 * Begins a build there: takes away what one that was killed has left half-made.
 *
 * @throws UsageError where compilers of the last build do not end
 */
export async function beginBuild(objects: string): Promise<void> {
  const mark = path.join(objects, MARK);
  if (existsSync(mark)) {
    await needTool('waiting for the compilers of a build that was killed', 'flock', [
      ...[`--timeout=${ORPHANS_LIMIT_SECONDS}`, path.join(objects, LOCK), 'true'],
    ]);
    // What was written before the machine went down may not have reached its disk, however old it is.
    if (readFileSync(mark, 'utf8') === bootId()) removeChangedSince(objects, mark);
    else removeTree(objects);
  }
  mkdirSync(objects, { recursive: true });
  writeFileSync(mark, bootId());
}

/** Ends a build that has come to an end by itself: make removes the target that has failed, so all that is left is whole. */
export function endBuild(objects: string): void {
  rmSync(path.join(objects, MARK), { force: true });
}

/** By the time of the last change (ctime), which no program can set back. */
function removeChangedSince(objects: string, mark: string): void {
  const since = changedNs(mark);
  for (const name of filesBelow(objects)) {
    const file = path.join(objects, name);
    if (name !== MARK && name !== LOCK && changedNs(file) >= since) rmSync(file, { force: true });
  }
}

function changedNs(file: string): bigint {
  return lstatSync(file, { bigint: true }).ctimeNs;
}
