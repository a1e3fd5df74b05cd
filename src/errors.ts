/** The errors that end holerace, by whose fault they are. Each message is one sentence: what is wrong, what to do. */

/** Wrong arguments or a missing tool: exit 255. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What was asked of mkfs, which it refuses: exit 255 too, and the next one may be asked for. */
export class RefusedByMkfs extends UsageError {}

/** The kernel or the directory cannot be tested here: exit 125. */
export class UntestedError extends Error {
  override name = 'UntestedError';
}

/** The signals that end holerace after its clean-up: by themselves they would end it without. */
export const INTERRUPTIONS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGXCPU',
  'SIGALRM',
  'SIGUSR2',
] as const;
export type Interruption = (typeof INTERRUPTIONS)[number];

/** One of those signals: exit 128 and its number, after clean-up. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
  constructor(readonly signalName: Interruption) {
    super(`interrupted by ${signalName}`);
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
