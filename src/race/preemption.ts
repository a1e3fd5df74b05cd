/**
 * The writer on the reader's cpu: a timer wakes it, and it preempts the reader in the middle of its fault
 * (preempt=full, Documentation/admin-guide/kernel-parameters.txt). The whole write(2) runs before the
 * fault goes on, which widens a window of some instructions to all that a write does.
 */
import { type Affinity, affinity, firstOf, goFirst, moveTo } from '../native/scheduling.js';
import { STAGGER_LIMIT_SPINS } from './stagger.js';

/** What one spin of the stagger means for the timer: together, up to two milliseconds. */
const TIMER_NANOSECONDS = 64;

/**
 * When the writer's timer goes off after it was called, in nanoseconds. The stagger is how much later than
 * the writer the reader starts: the larger it is, the earlier the timer.
 */
export function timerOf(staggerSpins: number): number {
  return (STAGGER_LIMIT_SPINS - staggerSpins) * TIMER_NANOSECONDS;
}

/** Where a thread of the race runs: anywhere that it may, or on the one cpu that both then share. */
export class Place {
  readonly #anywhere: Affinity = affinity();
  readonly #first: boolean;
  #shared = false;

  /** @param first whether it goes before its peer there, as far as the kernel lets it */
  constructor({ first }: { first: boolean }) {
    this.#first = first;
  }

  /** Takes its place for the next round. */
  take(shared: boolean): void {
    if (shared === this.#shared) return;
    this.#shared = shared;
    moveTo(shared ? firstOf(this.#anywhere) : this.#anywhere);
    if (this.#first) goFirst(shared);
  }
}
