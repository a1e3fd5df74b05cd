/** The ways in which holerace has a fault and a write meet: no single one finds every bug. */

/**
 * `stagger`: two threads on two cpus, let go together, one of them a few spins later.
 * `preempt`: two threads on one cpu. A timer has the writer preempt the reader in the middle of its fault,
 * and the whole write(2) runs before the fault goes on: it needs a kernel that can be preempted.
 * `probe`: as `preempt`, but a probe wakes the writer, as the fault passes a named function of the kernel.
 */
export const WIDENINGS = ['stagger', 'preempt', 'probe'] as const;

export type Widening = (typeof WIDENINGS)[number];
