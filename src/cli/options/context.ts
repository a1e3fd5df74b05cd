/** What every command is given beside its arguments. */
import type { Logger } from 'pino';

export interface Context {
  readonly log: Logger;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}
