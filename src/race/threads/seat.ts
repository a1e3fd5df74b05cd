/** Where the threads of a race run. */
import {
  type Affinity,
  affinity,
  firstOf,
  goFirst,
  moveTo,
  secondOf,
} from '../../native/scheduling.js';
import type { Seating } from '../strategies/strategy.js';

/** Where a thread of the race runs. */
export class Seat {
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
    moveTo(this.#cpusOf(seating));
    if (this.#isWriter) goFirst(seating === 'together');
  }

  #cpusOf(seating: Seating): Affinity {
    if (seating === 'anywhere') return this.#anywhere;
    const second = seating === 'apart' && this.#isWriter;
    return second ? secondOf(this.#anywhere) : firstOf(this.#anywhere);
  }
}
