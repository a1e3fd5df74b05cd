/** Runs git in somebody's repository, so that it changes nothing there and asks nobody. */
import { UsageError } from '../errors.js';
import { lastLine, runTool, type ToolOutcome } from '../tools.js';

/** No hook of the repository's owner is run, and no advice is given. */
const QUIETLY = ['-c', 'core.hooksPath=/dev/null', '-c', 'advice.detachedHead=false'];
const ENVIRONMENT = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };

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
