/**
 * A slow interrupt aimed at the middle of the reader's fault. The timer is steered as the stagger is: half of the
 * time it has gone off before the fault is over, half of the time it has not.
 */
import { SlowInterrupt } from '../../native/slow-interrupt.js';
import { Stagger } from '../strategies/stagger-search.js';
import { timerOf } from './seat.js';

export class FaultInterrupt {
  readonly #timer = new SlowInterrupt();
  readonly #stagger: Stagger;

  /** @param seed of the spread of its timer */
  constructor(seed: number) {
    this.#stagger = new Stagger(seed);
  }

  /** The reader is about to load. */
  faultBegins(): void {
    // A timer that is set to no time at all is none.
    this.#timer.arm(timerOf(this.#stagger.next()) + 1);
  }

  faultEnds(): void {
    // Gone off already: it may come later, as where the reader has waited too long.
    this.#stagger.note(this.#timer.disarm());
  }

  close(): void {
    this.#timer.close();
  }
}
