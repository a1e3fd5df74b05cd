/** The real builder of a bisect over commits: a worktree in the cache, and kernels that are kept there. */
import type { Logger } from 'pino';
import { UsageError } from '../../errors.js';
import { freeMemoryMib } from '../../free-memory.js';
import type { Commit } from '../../git/range.js';
import { openWorktree, type Worktree } from '../../git/worktree.js';
import type { Configuration } from '../../kernels/commits/configuration.js';
import { checkCanBuild } from '../../kernels/commits/make.js';
import { isBuilt, keepBuilt, placeOf } from '../../kernels/commits/store.js';
import { BuildError } from '../../kernels/local/build.js';
import { shortHash } from '../../result/history.js';
import { at } from '../bisect/posterior.js';
import type { Builder } from './bisect-commits.js';

const NO_SPACE = /No space left on device/;
/** The memory of a build beside racing: a linker, and a compiler for each of a few cores. */
const BUILD_MIB = 2048;

export interface CommitBuilder extends Builder {
  /** K of the kernel of a commit, by its hash. */
  readonly kernelOf: (hash: string) => string;
  /** Takes the worktree away, if there was one. */
  readonly end: () => Promise<void>;
}

/**
 * Makes the builder; the worktree is made with the first build.
 *
 * @param repository a folder of it
 * @param besideMib the memory of the guest that races while a commit is built, in MiB
 * @throws UsageError where nothing can be built here
 */
export function commitBuilder(
  repository: string,
  commits: readonly Commit[],
  configuration: Configuration,
  besideMib: number,
  log: Logger,
): CommitBuilder {
  checkCanBuild(configuration);
  const byHash = new Map(commits.map((commit) => [commit.hash, commit]));
  let worktree: Worktree | null = null;
  const build = async (place: number, beside?: AbortSignal): Promise<string | null> => {
    const commit = at(commits, place);
    worktree ??= await openWorktree(repository);
    const when = beside === undefined ? '' : ', while another one is raced';
    log.info(`building ${shortHash(commit.hash)} (${commit.subject})${when}`);
    try {
      await keepBuilt(commit, worktree, configuration, beside);
      return null;
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      // That says nothing of the commit.
      if (NO_SPACE.test(error.lastLines))
        throw new UsageError(
          `the disk of ${worktree.folder} is full: free some space, and give the same command again to go on`,
        );
      if (beside?.aborted !== true)
        log.warn(`${shortHash(commit.hash)} is skipped: ${error.message}`);
      return error.lastLines === '' ? error.message : error.lastLines;
    }
  };
  return {
    isBuilt: (commit) => isBuilt(at(commits, commit), configuration),
    build,
    hasRoomBeside: () => freeMemoryMib() >= BUILD_MIB + besideMib,
    kernelOf: (hash) => {
      const commit = byHash.get(hash);
      if (commit === undefined) throw new RangeError(`there is no commit ${hash}`);
      return placeOf(commit, configuration);
    },
    end: async () => {
      await worktree?.remove();
    },
  };
}
