/** The ways in which holerace has a fault and a write meet: no single one finds every bug. */
import { SPIN_LIMIT } from '../threads/meeting.js';

/**
 * `stagger`: two threads on two cpus, let go together, one of them a few spins later.
 * `preempt`: two threads on one cpu. A timer has the writer preempt the reader in the middle of its fault,
 * and the whole write(2) runs before the fault goes on: it needs a kernel that can be preempted.
 * `probe`: as `preempt`, but a probe wakes the writer, as the fault passes a named function of the kernel.
 * `epoll`: as `stagger`, and a slow interrupt stretches the reader's fault.
 * `readers`: as `stagger`, with a second reader of each page, the companion, which has a mapping of its own.
 */
export const WIDENINGS = ['stagger', 'preempt', 'probe', 'epoll', 'readers'] as const;

export type Widening = (typeof WIDENINGS)[number];

/** Whether the writer preempts the reader, on one cpu with it. */
export function isPreempting(widening: Widening): boolean {
  return widening === 'preempt' || widening === 'probe';
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
export function seatingOf(widening: Widening): Seating {
  if (isPreempting(widening)) return 'together';
  return widening === 'epoll' ? 'apart' : 'anywhere';
}

/** Where threads outnumber cpus, who spins for long keeps the one that it waits for from its cpu. */
const SPINS_OF_THREE = 1000;

/** How long reader and companion spin in one of the ways before they sleep; the writer too, where it does not preempt. */
export function spinsOf(widening: Widening): number {
  return widening === 'readers' ? SPINS_OF_THREE : SPIN_LIMIT;
}
