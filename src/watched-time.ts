/**
 * The time that somebody has watched. A process that was stopped (SIGSTOP, Ctrl-Z), or whose machine was suspended, has
 * seen nothing meanwhile: what it watches is not to blame for that time.
 */

/** Between two looks no more is counted: far above how late a busy machine makes them. */
const GAP_LIMIT_MS = 5000;

export class WatchedTime {
  readonly #clockMs: () => number;
  #lookedMs: number;
  #watchedMs = 0;

  /** @param clockMs a clock that never goes back */
  constructor(clockMs: () => number = () => performance.now()) {
    this.#clockMs = clockMs;
    this.#lookedMs = clockMs();
  }

  /** Looks at the clock. Returns the milliseconds that have been watched since it was made. */
  look(): number {
    const nowMs = this.#clockMs();
    this.#watchedMs += Math.min(nowMs - this.#lookedMs, GAP_LIMIT_MS);
    this.#lookedMs = nowMs;
    return this.#watchedMs;
  }
}
