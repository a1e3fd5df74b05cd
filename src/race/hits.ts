/** How many stale reads a scenario had at which moments: a bounded number of them, however long it races. */
import type { Hits } from '../result/result.js';

/** When there are so many, every other one goes. */
const MOMENTS_LIMIT = 256;

export class HitsOverTime {
  readonly #moments: Hits[] = [];
  /** Of so many looks one is kept. */
  #stride = 1;
  #looks = 0;

  /** Notes the counts of a moment, which come in the order of time. */
  note(moment: Hits): void {
    if (this.#looks++ % this.#stride !== 0) return;
    this.#moments.push(moment);
    if (this.#moments.length < MOMENTS_LIMIT) return;
    this.#stride *= 2;
    const kept = this.#moments.filter((_, index) => index % 2 === 0);
    this.#moments.splice(0, this.#moments.length, ...kept);
  }

  /**
   * The moments, and the scenario's end behind them.
   *
   * @param end the counts at its end
   */
  until(end: Hits): Hits[] {
    return [...this.#moments.filter(({ seconds }) => seconds < end.seconds), end];
  }
}
