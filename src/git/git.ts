/** Runs git in somebody's repository, so that it changes nothing there and asks nobody. */
import { UsageError } from '../errors.js';
import { lastLine, runTool, type ToolOutcome } from '../tools.js';

/** No hook of the repository's owner is run, and no advice is given; a worktree is whole where its owner's is sparse. */
const QUIETLY = [
  ...['-c', 'core.hooksPath=/dev/null', '-c', 'advice.detachedHead=false'],
  ...['-c', 'core.sparseCheckout=false'],
];
/** What tells git of another repository than that of the folder, as in an alias of git's (`git rev-parse --local-env-vars`). */
const OF_ANOTHER = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY'],
  ...['GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_PREFIX', 'GIT_NAMESPACE', 'GIT_SHALLOW_FILE'],
];
const ENVIRONMENT = {
  ...Object.fromEntries(OF_ANOTHER.map((name) => [name, undefined])),
  ...{ GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
};

/**
 * Runs git to its end.
 *
 * @param folder of the repository, or of a worktree
 * @param cleansUp run it though holerace was interrupted
 * @throws UsageError where git is not installed
 */
export async function tryGit(
  folder: string,
  args: readonly string[],
  { cleansUp = false } = {},
): Promise<ToolOutcome> {
  return runTool('git', [...QUIETLY, '-C', folder, ...args], { env: ENVIRONMENT, cleansUp });
}

/**
 * Runs a git that must succeed.
 *
 * @param purpose completes "… failed"
 * @returns its standard output
 * @throws UsageError with the last line that it said
 */
export async function git(
  purpose: string,
  folder: string,
  args: readonly string[],
): Promise<string> {
  const { ok, stdout, stderr } = await tryGit(folder, args);
  if (!ok) throw new UsageError(`${purpose} failed: ${lastLine(stderr) || 'git said nothing'}`);
  return stdout;
}
