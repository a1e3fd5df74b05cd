/** Building a kernel before it is booted, by the user's own command or by one of holerace's. */
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { execa } from 'execa';
import { UntestedError } from '../../errors.js';
import { atExit } from '../../files/scratch.js';
import { interruption } from '../../interruption.js';
import { quoted } from '../../quoted.js';
import { tellsError } from './error-line.js';

/** No kernel takes longer to build. */
const BUILD_LIMIT_MS = 12 * 3600_000;
/** From asking a build to end to ending it. */
const KILL_AFTER_MS = 5000;

/** Lines of a build that has failed that are told: the last ones, and those from its first error where others ran on behind it. */
const LAST_LINES = 12;
const ERROR_LINES = 4;
const LINE_LIMIT = 400;

export interface BuildPlace {
  readonly cwd: string;
  /** A file that takes what the build says. */
  readonly log: string;
  /** Where it is to have what others leave of the cores, until the signal is aborted. */
  readonly beside?: AbortSignal | undefined;
}

/** A build that has failed, with the last lines that it said where they were kept. */
export class BuildError extends UntestedError {
  override name = 'BuildError';
  constructor(
    message: string,
    readonly lastLines: string,
    /** Whether it came to an end, and was not killed: what it left is whole then. */
    readonly endedByItself = true,
  ) {
    super(message);
  }
}

/**
 * Runs a build in a shell. Without a place it is run here, and what it says goes to standard error, for standard
 * output is the result's.
 *
 * @throws BuildError where it fails: a kernel that cannot be built cannot be tested
 */
export async function build(command: string, place?: BuildPlace): Promise<void> {
  const script = place === undefined ? command : `exec >>${quoted([place.log])} 2>&1\n${command}`;
  // A process group of its own, so that make and all that it has started can be ended together.
  const shell = execa('sh', ['-c', script], {
    detached: true,
    reject: false,
    stdin: 'ignore',
    stdout: process.stderr,
    stderr: 'inherit',
    ...(place === undefined ? {} : { cwd: place.cwd }),
  });
  // Inherited by all that it starts.
  if (place?.beside !== undefined && shell.pid !== undefined)
    os.setPriority(shell.pid, os.constants.priority.PRIORITY_LOW);
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
    killTimer ??= setTimeout(endWith, KILL_AFTER_MS, 'SIGKILL');
  };
  const limit = setTimeout(stop, BUILD_LIMIT_MS);
  const enders = [interruption.signal, place?.beside].filter((one) => one != null);
  for (const ender of enders) ender.addEventListener('abort', stop, { once: true });
  // It may have come before, while the commit was checked out.
  if (enders.some(({ aborted }) => aborted)) stop();
  const { failed, exitCode } = await shell;
  clearTimeout(limit);
  clearTimeout(killTimer);
  for (const ender of enders) ender.removeEventListener('abort', stop);
  endWith('SIGKILL');
  forget();
  interruption.signal?.throwIfAborted();
  if (!failed) return;
  const how = exitCode === undefined ? 'was ended by a signal' : `ended with ${exitCode}`;
  const lastLines = place === undefined ? '' : lastLinesOf(place.log);
  throw new BuildError(
    `the kernel could not be built: ${command} ${how}`,
    lastLines,
    exitCode !== undefined && place?.beside?.aborted !== true,
  );
}

function lastLinesOf(log: string): string {
  // One that was ended at once may not have begun to write.
  if (!existsSync(log)) return '';
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const error = lines.findIndex(tellsError);
  const isAbove = error !== -1 && error < lines.length - LAST_LINES;
  const told = isAbove
    ? [
        ...lines.slice(error, error + ERROR_LINES),
        '...',
        ...lines.slice(ERROR_LINES + 1 - LAST_LINES),
      ]
    : lines.slice(-LAST_LINES);
  return told.map((line) => line.slice(0, LINE_LIMIT)).join('\n');
}
