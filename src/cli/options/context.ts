/** What every command is given beside its arguments. */
import type { Logger } from 'pino';

export interface Context {
  readonly log: Logger;
  /** Aborted by the signals that end holerace after its clean-up. */
  readonly signal: AbortSignal;
}
