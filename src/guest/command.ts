/** Programs that the guest's race calls. */
import { spawnSync } from 'node:child_process';

export const BUSYBOX = '/bin/busybox';

const COMMAND_LIMIT_MS = 120_000;

/** How a command ended. */
export interface CommandOutcome {
  /** What it said of its failure, null where it succeeded. */
  readonly failed: string | null;
  readonly stdout: string;
}

/** Runs a command to its end. */
export function runCommand(command: string, args: readonly string[]): CommandOutcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: COMMAND_LIMIT_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return { failed: null, stdout };
  const said = stderr?.trim() || error?.message || `it ended with status ${status}`;
  return { failed: said, stdout: stdout ?? '' };
}

/** Runs a command: null where it succeeded, else the last line that it said. */
export function run(command: string, args: readonly string[]): string | null {
  return runCommand(command, args).failed?.split('\n').at(-1) ?? null;
}
