import type { Logger } from 'pino';
import type { StrategyChoice } from './run.js';

/** What a benchmark is told to do. */
export interface Order {
  /** The twin's binary. */
  readonly twin: string;
  readonly rounds: number;
  /** Racing time of each run. */
  readonly seconds: number;
  /** How holerace is run, null for all that there is. */
  readonly choices: readonly StrategyChoice[] | null;
  /** A scratch folder. */
  readonly folder: string;
  readonly log: Logger;
}
