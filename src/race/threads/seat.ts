/**
 * The writer on the reader's cpu: a timer wakes it, and it preempts the reader in the middle of its fault
 * (preempt=full, Documentation/admin-guide/kernel-parameters.txt). The whole write(2) runs before the
 * fault goes on, which widens a window of some instructions to all that a write does.
 */
import {
  type Affinity,
  affinity,
  firstOf,
  goFirst,
  moveTo,
  secondOf,
} from '../../native/scheduling.js';
import { STAGGER_LIMIT_SPINS } from '../strategies/stagger-search.js';
import type { Seating } from '../strategies/strategy.js';

/** What one spin of the stagger means for the timer: together, up to two milliseconds. */
const TIMER_NANOSECONDS = 64;

/**
 * When the writer's timer goes off after it was called, in nanoseconds. The stagger is how much later than
 * the writer the reader starts: the larger it is, the earlier the timer.
 */
export function timerOf(staggerSpins: number): number {
  return (STAGGER_LIMIT_SPINS - staggerSpins) * TIMER_NANOSECONDS;
}

/** Where a thread of the race runs. */
export class Place {
  readonly #anywhere: Affinity = affinity();
  readonly #isWriter: boolean;
  #seating: Seating = 'anywhere';

  /** @param isWriter whether it goes before its peer where both share a cpu, as far as the kernel lets it */
  constructor({ isWriter }: { isWriter: boolean }) {
    this.#isWriter = isWriter;
  }

  /** Takes its place for the next round. */
  take(seating: Seating): void {
    if (seating === this.#seating) return;
    this.#seating = seating;
    moveTo(this.#seat(seating));
    if (this.#isWriter) goFirst(seating === 'together');
  }

  #seat(seating: Seating): Affinity {
    if (seating === 'anywhere') return this.#anywhere;
    const second = seating === 'apart' && this.#isWriter;
    return second ? secondOf(this.#anywhere) : firstOf(this.#anywhere);
  }
}
