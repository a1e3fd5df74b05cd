/** The strategies by which holerace has a fault and a change meet: no single one finds every bug. */
import { SPIN_LIMIT } from '../threads/meeting.js';

/**
 * `stagger`: two threads on two cpus, let go together, one of them a few spins later.
 * `preempt`: two threads on one cpu. A timer has the writer preempt the reader in the middle of its fault,
 * and the whole write(2) runs before the fault goes on: it needs a kernel that can be preempted.
 * `probe`: as `preempt`, but a probe wakes the writer, as the fault passes a named function of the kernel.
 * `slow-interrupt`: as `stagger`, and a slow interrupt stretches the reader's fault.
 * `second-reader`: as `stagger`, with a second reader of each page, which has a mapping of its own.
 */
export const STRATEGIES = [
  'stagger',
  'preempt',
  'probe',
  'slow-interrupt',
  'second-reader',
] as const;

export type StrategyId = (typeof STRATEGIES)[number];

/** Whether the writer preempts the reader, on one cpu with it. */
export function isPreempting(strategy: StrategyId): boolean {
  return strategy === 'preempt' || strategy === 'probe';
}

/** Where reader and writer run. */
export type Seating =
  /** Wherever the kernel puts them. */
  | 'anywhere'
  /** Both on the first cpu. */
  | 'together'
  /** Each on a cpu of its own: interrupts of one do not touch the other. */
  | 'apart';

/** Where they run in one of the ways. */
export function seatingOf(strategy: StrategyId): Seating {
  if (isPreempting(strategy)) return 'together';
  return strategy === 'slow-interrupt' ? 'apart' : 'anywhere';
}

/** Where threads outnumber cpus, who spins for long keeps the one that it waits for from its cpu. */
const SPINS_OF_THREE = 1000;

/** How long reader and second reader spin in one of the ways before they sleep; the writer too, where it does not preempt. */
export function spinsOf(strategy: StrategyId): number {
  return strategy === 'second-reader' ? SPINS_OF_THREE : SPIN_LIMIT;
}
