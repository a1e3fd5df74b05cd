/**
 * A strategy: how a fault and a change are made to meet. Everything that the race needs to know of one is in its
 * record, which is data; what runs in the middle of an attempt is a number, a flag or the one hook.
 */
import type { ProbePoint } from '../../native/probe-point.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Names } from './told-points.js';

/** Where reader and writer run. */
export type Seating =
  /** Wherever the kernel puts them. */
  | 'anywhere'
  /** Both on the first cpu. */
  | 'together'
  /** Each on a cpu of its own: interrupts of one do not touch the other. */
  | 'apart';

/** What decides when the change begins. */
export type Delay =
  /** The stagger, in spins, which the reader spins where it is positive and the writer where it is negative. */
  | 'spins'
  /** A timer, which wakes who is ahead on the cpu of both; the stagger sets it. */
  | 'timer'
  /** A probe, which wakes who is ahead on the cpu of both as its peer passes a function of the kernel. */
  | 'probe'
  /** Nothing: the fault is over before the writer is let go. */
  | 'turn';

/** Who goes before its peer where both share a cpu, and comes in the middle of the peer's call. */
export type Ahead = 'writer' | 'reader';

/** What a strategy does beside the reader's fault. One class alone has it, for calls of several shapes are slow. */
export interface FaultHook {
  /** The reader is about to load. */
  faultBegins(): void;
  faultEnds(): void;
  /** Gives back what it holds. */
  close(): void;
}

export interface Strategy {
  /** One sentence for help and documentation. */
  readonly about: string;
  readonly seating: Seating;
  readonly ahead: Ahead;
  readonly delay: Delay;
  /** Where in the kernel a probe may wake who is ahead, in a step's race. */
  readonly points: (step: Step) => readonly ProbePoint[];
  /** Which functions the kernel may have besides, null where it has no probe. */
  readonly told: Names | null;
  /** How often who waits looks before it sleeps. */
  readonly spins: number;
  /** The same of the writer. Who is ahead on a cpu that both share does not look: its peer would not come to do its part. */
  readonly writerSpins: number;
  /** Whether the stagger is steered by outcomes: elsewhere it is always 0. */
  readonly isSteered: boolean;
  /** Whether early and late are left to chance, so that both must be seen. */
  readonly isLeftToChance: boolean;
  /** Whether an attempt is discarded whose writer still slept when it was let go: elsewhere it always does, or may. */
  readonly mayDiscard: boolean;
  /** Whether an attempt may be judged once the next write is on its way: the judging load must not be the one that is met. */
  readonly mayJudgeLate: boolean;
  /** Whether a second reader faults on the same place, through a mapping of its own. */
  readonly hasSecondReader: boolean;
  /** Makes what it does beside the fault, null where that is nothing; `seed` is the race's. */
  readonly hook: ((seed: number) => FaultHook) | null;
  /** Whether the user chooses it; elsewhere it is taken by each step that it fits. */
  readonly isChosen: boolean;
  /** Whether a step can be raced so. */
  readonly fits: (step: Step) => boolean;
  /** What this machine lacks for it, and what to do about that, null where it lacks nothing. */
  readonly lacks: () => string | null;
}

/**
 * Loads before a waiter goes to sleep: two tenths of a millisecond, some milliseconds under emulation.
 * Longer than it takes to wake a sleeper: else two threads that wake each other in turn would each find
 * the other asleep for ever, and never race.
 */
export const SPIN_LIMIT = 30_000;

/** Two threads that race: what most strategies begin from. */
export const RACING = {
  seating: 'anywhere',
  ahead: 'writer',
  delay: 'spins',
  points: (): readonly ProbePoint[] => [],
  told: null,
  spins: SPIN_LIMIT,
  writerSpins: SPIN_LIMIT,
  isSteered: true,
  isLeftToChance: true,
  mayDiscard: true,
  mayJudgeLate: false,
  hasSecondReader: false,
  hook: null,
  isChosen: true,
  fits: (step: Step): boolean => step.meeting === 'at-once',
  lacks: (): null => null,
} as const;
