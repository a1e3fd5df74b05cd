/** What a step is told, and what comes of it. */
import type { Evidence, StaggerBin } from '../result/result.js';
import type { Step } from '../scenarios/scenario.js';
import type { Counts } from './counts/tally.js';
import type { Durations } from './counts/timing.js';
import type { OnStale } from './oracle/findings.js';
import type { RaceFiles } from './plan.js';
import type { StrategyId } from './strategies/list.js';
import type { PointsOrder } from './strategies/point-list.js';
import type { WorkerPair } from './threads/workers.js';

export interface StepOrder {
  readonly workers: WorkerPair;
  readonly files: RaceFiles;
  readonly step: Step;
  readonly seed: number;
  readonly strategies: readonly StrategyId[];
  /** The points of its probes; a seed is added. */
  readonly points?: Omit<PointsOrder, 'seed'>;
  readonly secondsLimit: number;
  /** How long it may go on beyond that, where strategies have not had their turn, or too little overlapped. */
  readonly overtimeSeconds: number;
  readonly attemptsLimit: number | null;
  /** Rounds after which it ends, those that the slots can count where it is left out. */
  readonly roundsLimit?: number;
  /** The overlapped attempts that it brings towards a verdict. */
  readonly overlappedWanted: number;
  /** Overlapped attempts after which the step ends, null for none. */
  readonly overlappedLimit: number | null;
  /** Stale reads after which the step ends, null for none. */
  readonly staleLimit: number | null;
  readonly evidenceLimit: number;
  /** Ends the race early: the user has interrupted it. */
  readonly signal: AbortSignal;
  readonly onProgress: (counts: Counts, seconds: number) => void;
  readonly onStale: OnStale;
}

export interface StepOutcome {
  readonly counts: Counts;
  readonly byStrategy: Readonly<Partial<Record<StrategyId, Counts>>>;
  readonly durations: Readonly<Partial<Record<StrategyId, Durations>>>;
  readonly staggers: Readonly<Partial<Record<StrategyId, readonly StaggerBin[]>>>;
  readonly seconds: number;
  readonly evidence: readonly Evidence[];
  readonly secondsToFirstStale: number | null;
  /** Why the step could not be carried out to its end, else null. */
  readonly failure: string | null;
  /** Whether a worker is stuck in the kernel that was told to leave: then no other race can follow. */
  readonly stuck: boolean;
}

/** Says in a sentence what an errno of the race means for its user. */
export function explainErrno(code: string | null, message: string): string {
  if (code === 'ENOSPC') return 'the filesystem is full (ENOSPC): free some space in the target';
  if (code === 'EDQUOT') return 'the disk quota is used up (EDQUOT): free some space in the target';
  if (code === 'EFBIG') return 'the file may not get that long (EFBIG): raise ulimit -f';
  return message;
}
