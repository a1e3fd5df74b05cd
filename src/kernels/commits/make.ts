/** Builds the tree of a commit that is checked out. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Worktree } from '../../git/worktree.js';
import { quoted } from '../../quoted.js';
import { shortHash } from '../../result/history.js';
import { BuildError, build } from '../local/build.js';
import { checkTools, compilerWords, KERNEL_PROGRAMS } from './build-tools.js';
import type { Configuration } from './configuration.js';
import { beginBuild, endBuild, lockWords } from './objects.js';
import { wordsForOld } from './old-kernels.js';

/** The same for all, so that a kernel says what it is and not where it was built. */
const IDENTITY = [
  'KBUILD_BUILD_USER=holerace',
  'KBUILD_BUILD_HOST=bisect',
  'KBUILD_BUILD_TIMESTAMP=1970-01-01',
];

/**
 * Makes sure that what is configured can be built here.
 *
 * @throws UsageError which names all that is missing
 */
export function checkCanBuild({ kind }: Configuration): void {
  if (kind === 'command') return;
  checkTools('kernels', KERNEL_PROGRAMS, 'give a command with --build');
}

/**
 * Builds.
 *
 * @param hash of the commit that is checked out
 * @param beside where it is to have what others leave of the cores, until the signal is aborted
 * @returns the folder in which the built kernel lies
 * @throws BuildError where it fails
 */
export async function make(
  { folder, objects, log }: Worktree,
  configuration: Configuration,
  hash: string,
  beside?: AbortSignal,
): Promise<string> {
  rmSync(log, { force: true });
  if (configuration.kind === 'command') {
    await build(configuration.command, { cwd: folder, log, beside });
    return folder;
  }
  await beginBuild(objects);
  // It ends with holerace, however that ends; the compilers that it leaves hold the lock.
  const words = ['setpriv', '--pdeathsig', 'TERM', ...lockWords(objects), 'make'];
  const all = [...words, ...settings(objects, hash), ...wordsForOld(folder)];
  const run = (...targets: string[]): Promise<void> =>
    build(`exec ${quoted([...all, ...targets])}`, { cwd: folder, log, beside });
  try {
    await configure(objects, configuration, run);
    const modules = /^CONFIG_\w+=m$/m.test(readFileSync(path.join(objects, '.config'), 'utf8'));
    await run('bzImage', ...(modules ? ['modules'] : []));
  } catch (error) {
    // After a signal nobody knows what is whole.
    if (error instanceof BuildError && error.endedByItself) endBuild(objects);
    throw error;
  }
  endBuild(objects);
  return objects;
}

async function configure(
  objects: string,
  { kind, config }: Exclude<Configuration, { kind: 'command' }>,
  run: (...targets: string[]) => Promise<void>,
): Promise<void> {
  if (kind === 'file') {
    writeFileSync(path.join(objects, '.config'), config);
    return run('olddefconfig');
  }
  const fragment = path.join(objects, '.holerace-config');
  writeFileSync(fragment, config);
  return run('allnoconfig', `KCONFIG_ALLCONFIG=${fragment}`);
}

function settings(objects: string, hash: string): string[] {
  const release = `LOCALVERSION=-g${shortHash(hash)}`;
  return [`O=${objects}`, `-j${availableParallelism()}`, ...compilerWords(), release, ...IDENTITY];
}
