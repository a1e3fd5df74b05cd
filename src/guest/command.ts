/** Programs that the guest's race calls. */
import { spawnSync } from 'node:child_process';

export const BUSYBOX = '/bin/busybox';

const COMMAND_LIMIT_MS = 120_000;

/** Runs a command: null where it succeeded, else the last line that it said. */
export function run(command: string, args: readonly string[]): string | null {
  const { status, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: COMMAND_LIMIT_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === 0) return null;
  return stderr?.trim().split('\n').at(-1) || error?.message || `it ended with status ${status}`;
}
