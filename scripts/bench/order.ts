import type { Logger } from 'pino';

/** What a benchmark is told to do. */
export interface Order {
  /** The twin's binary. */
  readonly twin: string;
  readonly rounds: number;
  /** Racing time of each run. */
  readonly seconds: number;
  /** A scratch folder. */
  readonly folder: string;
  readonly log: Logger;
}
