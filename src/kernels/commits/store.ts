/** The kernels of commits that were built, kept in the cache by what they were made of. */
import { copyFileSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UntestedError, UsageError } from '../../errors.js';
import { cached, cacheFolder, prune } from '../../files/cache.js';
import type { Worktree } from '../../git/worktree.js';
import { BuildError } from '../local/build.js';
import { resolveKernel } from '../resolve.js';
import { type Configuration, keyOf } from './configuration.js';
import { make } from './make.js';

/** Kernels that are kept, the newest ones: some GiB. */
const KERNELS_KEPT = 512;
const FOLDER = 'built';

/** A commit to be built. */
export interface Source {
  readonly hash: string;
  /** The hash of what it holds: a commit that holds the same is the same kernel. */
  readonly tree: string;
}

/** Where the kernel of a commit is kept, whether it is there or not. */
export function placeOf({ tree }: Source, configuration: Configuration): string {
  return path.join(cacheFolder(), entryOf(tree, configuration));
}

function entryOf(tree: string, configuration: Configuration): string {
  return `${FOLDER}/${tree}-${keyOf(configuration)}`;
}

/** Whether the kernel of a commit is there. */
export function isBuilt(source: Source, configuration: Configuration): boolean {
  return existsSync(placeOf(source, configuration));
}

/**
 * Builds the kernel of a commit in a worktree, and keeps it as a root file system.
 *
 * @param beside where it is to have what others leave of the cores, until the signal is aborted
 * @throws BuildError where it cannot be built, or the build leaves no kernel
 */
export async function keepBuilt(
  source: Source,
  worktree: Worktree,
  configuration: Configuration,
  beside?: AbortSignal,
): Promise<void> {
  await worktree.checkOut(source.hash);
  await cached(entryOf(source.tree, configuration), async (draft) => {
    const built = await make(worktree, configuration, source.hash, beside);
    const { image, release, config, modulesRoot } = await kernelOf(built);
    const boot = path.join(draft, 'boot');
    mkdirSync(boot, { recursive: true });
    if (config !== null) copyFileSync(config, path.join(boot, `config-${release}`));
    if (modulesRoot !== null) cpSync(modulesRoot, draft, { recursive: true });
    copyFileSync(image, path.join(boot, `vmlinuz-${release}`));
  });
  prune(path.join(cacheFolder(), FOLDER), KERNELS_KEPT);
}

async function kernelOf(folder: string) {
  try {
    return await resolveKernel(folder);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof UntestedError)) throw error;
    throw new BuildError(`the build left no kernel that can be booted`, messageOf(error));
  }
}
