import type { Logger } from 'pino';
import type { Widening } from '../../src/race/widening.js';

/** What a benchmark is told to do. */
export interface Order {
  /** The twin's binary. */
  readonly twin: string;
  readonly rounds: number;
  /** Racing time of each run. */
  readonly seconds: number;
  /** The ways of meeting to be measured, null for all that there are. */
  readonly widenings: readonly Widening[] | null;
  /** A scratch folder. */
  readonly folder: string;
  readonly log: Logger;
}
