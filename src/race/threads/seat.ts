/** Where the threads of a race run. */
import {
  type Affinity,
  affinity,
  firstOf,
  goFirst,
  moveTo,
  secondOf,
} from '../../native/scheduling.js';
import type { Ahead, Seating, Strategy } from '../strategies/strategy.js';

/** Where a thread of the race runs. */
export class Seat {
  readonly #anywhere: Affinity = affinity();
  readonly #role: Ahead;
  #seating: Seating = 'anywhere';
  #isFirst = false;

  constructor(role: Ahead) {
    this.#role = role;
  }

  /** Takes its place for the next round, before its peer where both share a cpu and it is ahead, as far as the kernel lets it. */
  take({ seating, ahead }: Pick<Strategy, 'seating' | 'ahead'>): void {
    const isFirst = seating === 'together' && ahead === this.#role;
    if (seating !== this.#seating) moveTo(this.#cpusOf(seating));
    if (isFirst !== this.#isFirst) goFirst(isFirst);
    this.#seating = seating;
    this.#isFirst = isFirst;
  }

  /** Goes back to where it was before the race. */
  leave(): void {
    this.take({ seating: 'anywhere', ahead: this.#role });
  }

  #cpusOf(seating: Seating): Affinity {
    if (seating === 'anywhere') return this.#anywhere;
    const second = seating === 'apart' && this.#role === 'writer';
    return second ? secondOf(this.#anywhere) : firstOf(this.#anywhere);
  }
}
