/** What a race's threads are told, and what they say. No message is sent from within an attempt. */

import type { Evidence } from '../../result/result.js';
import type { Step } from '../../scenarios/scenario.js';
import type { FindingKind } from '../oracle/findings.js';
import type { StrategyId } from '../strategies/list.js';
import type { PointsOrder } from '../strategies/point-list.js';

/** Starts a step; a worker takes one after the other. */
export interface StepSetup {
  readonly slots: SharedArrayBuffer;
  /** What is counted of each strategy. */
  readonly counts: SharedArrayBuffer;
  /** The file that this worker opens. */
  readonly path: string;
  readonly step: Step;
  readonly seed: number;
  /** The strategies, among which the reader shares out the rounds. */
  readonly strategies: readonly StrategyId[];
  readonly points: PointsOrder;
  /** Attempts after which the reader ends the step, null for none. */
  readonly attemptsLimit: number | null;
  /** Rounds after which the writer ends the step, those that the slots can count where it is left out. */
  readonly roundsLimit?: number;
  /** Stale reads kept with their evidence; all are counted. */
  readonly evidenceLimit: number;
}

/** Which part of a race a thread has. */
export type RoleName = 'reader' | 'writer' | 'second-reader';

export type WorkerMessage =
  /** The file is open, and mapped where this is the reader. */
  | { readonly type: 'ready' }
  | {
      readonly type: 'found';
      readonly kind: FindingKind;
      readonly evidence: Evidence;
      /** By `monotonicSeconds`. */
      readonly atSeconds: number;
    }
  | {
      readonly type: 'failed';
      /** The errno name, such as ENOSPC, where there is one. */
      readonly code: string | null;
      readonly message: string;
    }
  /** The step has ended for this worker, well or not. */
  | { readonly type: 'over' };

/** What a worker says when it cannot go on. */
export function failureOf(error: unknown): WorkerMessage {
  const { code, message } = error as NodeJS.ErrnoException;
  return { type: 'failed', code: code ?? null, message: message ?? String(error) };
}
