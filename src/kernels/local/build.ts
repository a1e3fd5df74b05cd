/** Building a kernel before it is booted, by the user's own command. */
import { execa } from 'execa';
import { UntestedError } from '../../errors.js';
import { atExit } from '../../files/scratch.js';
import { interruption } from '../../interruption.js';

/** No kernel takes longer to build. */
const BUILD_LIMIT_MS = 12 * 3600_000;
/** From asking a build to end to ending it. */
const KILL_AFTER_MS = 5000;

/**
 * Runs a build in a shell. What it says goes to standard error, for standard output is the result's.
 *
 * @throws UntestedError where it fails: a kernel that cannot be built cannot be tested
 */
export async function build(command: string): Promise<void> {
  // A process group of its own, so that make and all that it has started can be ended together.
  const shell = execa('sh', ['-c', command], {
    detached: true,
    reject: false,
    stdin: 'ignore',
    stdout: process.stderr,
    stderr: 'inherit',
  });
  const endWith = (signal: NodeJS.Signals): void => {
    try {
      if (shell.pid !== undefined) process.kill(-shell.pid, signal);
    } catch {
      // The whole group has ended.
    }
  };
  const forget = atExit(() => endWith('SIGKILL'));
  let killTimer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    endWith('SIGTERM');
    killTimer = setTimeout(endWith, KILL_AFTER_MS, 'SIGKILL');
  };
  const limit = setTimeout(stop, BUILD_LIMIT_MS);
  interruption.signal?.addEventListener('abort', stop, { once: true });
  const { failed, exitCode } = await shell;
  clearTimeout(limit);
  clearTimeout(killTimer);
  interruption.signal?.removeEventListener('abort', stop);
  endWith('SIGKILL');
  forget();
  interruption.signal?.throwIfAborted();
  if (!failed) return;
  const how = exitCode === undefined ? 'was ended by a signal' : `ended with ${exitCode}`;
  throw new UntestedError(`the kernel could not be built: ${command} ${how}`);
}
