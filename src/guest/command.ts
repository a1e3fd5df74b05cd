/** Programs that the guest's race calls. */
import { spawnSync } from 'node:child_process';

export const BUSYBOX = '/bin/busybox';

/** A command that takes longer is killed. */
export const COMMAND_LIMIT_MS = 120_000;

/** How a command ended. */
export interface CommandOutcome {
  /** What it said of its failure, null where it succeeded. */
  readonly failed: string | null;
  readonly stdout: string;
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly error?: Error | undefined;
}

/** Runs a command to its end. */
export function runCommand(command: string, args: readonly string[]): CommandOutcome {
  const ended = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: COMMAND_LIMIT_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return outcomeOf(ended);
}

/** How a process ended: its status is null where it was killed, or has not been started. */
export function outcomeOf({ status, stdout, stderr, error }: Ended): CommandOutcome {
  if (status === 0) return { failed: null, stdout };
  const said = stderr?.trim() || error?.message || `it ended with status ${status}`;
  return { failed: said, stdout: stdout ?? '' };
}

/** Runs a command: null where it succeeded, else the last line that it said. */
export function run(command: string, args: readonly string[]): string | null {
  return runCommand(command, args).failed?.split('\n').at(-1) ?? null;
}
