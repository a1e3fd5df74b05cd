/**
 * A worktree of holerace's own, in its cache: commits are checked out there, and never in the tree of whoever owns the
 * repository. One for each repository at a time; what a holerace that was killed has left is used again.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { cacheFolder } from '../files/cache.js';
import { checkCacheRoom } from '../files/free-bytes.js';
import { removeTree } from '../files/scratch.js';
import { tryLock } from '../native/lock.js';
import { git, tryGit } from './git.js';

/** A kernel's tree with its objects, as of a small configuration, takes about as much. */
const NEEDED_BYTES = 4 * 1024 ** 3;
/** In a kernel's tree; no file of anybody's commit is called that. */
export const OBJECTS_FOLDER = '.holerace-objects';

export interface Worktree {
  readonly folder: string;
  /**
   * For what is built, made where it is needed. It lies in the folder, for a kernel's make names its sources by relative paths
   * there (Makefile, srctree): ccache knows a file again that another tree has compiled.
   */
  readonly objects: string;
  /** What the build at hand says. */
  readonly log: string;
  /** Has the tree of a commit there; what else lies there, as objects, stays. */
  readonly checkOut: (hash: string) => Promise<void>;
  /** Takes it away with its objects, and tells the repository so. */
  readonly remove: () => Promise<void>;
}

/**
 * Makes the worktree of a repository, or takes up the one that was left.
 *
 * @param roomIn the free bytes of a folder's disk
 * @throws UsageError where another bisect uses it, or there is no space
 */
export async function openWorktree(
  repository: string,
  roomIn?: (folder: string) => number,
): Promise<Worktree> {
  const common = await git('looking at the repository', repository, [
    ...['rev-parse', '--path-format=absolute', '--git-common-dir'],
  ]);
  const key = createHash('sha256').update(common.trim()).digest('hex').slice(0, 16);
  const above = path.join(cacheFolder(), 'worktrees');
  mkdirSync(above, { recursive: true });
  const folder = path.join(above, key);
  const [objects, log] = [path.join(folder, OBJECTS_FOLDER), `${folder}.log`];
  const letGo = lock(`${folder}.lock`, repository);
  try {
    if (!(await isWorktree(folder, common.trim()))) {
      checkCacheRoom('a worktree', above, NEEDED_BYTES, roomIn);
      removeTree(folder);
      // By force where the repository still knows of one there. Others of its owner's are none of holerace's business.
      const add = ['worktree', 'add', '--force', '--detach', '--no-checkout', folder];
      await git('making a worktree in the cache', repository, add);
    }
  } catch (error) {
    letGo();
    throw error;
  }
  return {
    ...{ folder, objects, log },
    checkOut: async (hash) => {
      const checkout = ['checkout', '--quiet', '--force', '--detach', hash];
      // A git that was killed leaves its lock; nobody else works here.
      removeTree(await indexLockOf(folder));
      await git(`checking out ${hash}`, folder, checkout);
    },
    remove: async () => {
      await tryGit(repository, ['worktree', 'remove', '--force', folder], { cleansUp: true });
      for (const left of [folder, log]) removeTree(left);
      letGo();
    },
  };
}

function lock(file: string, repository: string): () => void {
  const fd = openSync(file, 'a');
  if (tryLock(fd)) return () => closeSync(fd);
  closeSync(fd);
  throw new UsageError(
    `another bisect builds commits of the repository ${repository}: wait until it has ended`,
  );
}

async function isWorktree(folder: string, common: string): Promise<boolean> {
  if (!existsSync(path.join(folder, '.git'))) return false;
  const asked = ['rev-parse', '--path-format=absolute', '--git-common-dir'];
  const { ok, stdout } = await tryGit(folder, asked);
  return ok && stdout.trim() === common;
}

async function indexLockOf(folder: string): Promise<string> {
  const asked = ['rev-parse', '--path-format=absolute', '--git-path', 'index.lock'];
  return (await git('looking at the worktree', folder, asked)).trim();
}
