/** Which strategy a round takes, and what belongs to it: its stagger, its probe. */

import type { ProbePoint } from '../../native/probe.js';
import { STRATEGIES, type StrategyId } from './list.js';
import { Portfolio } from './portfolio.js';
import { PROBE_POINTS, ProbePoints } from './probe-points.js';
import { StaggerSearch, timerOf } from './stagger-search.js';

/** What a round has taken and found. */
export interface RoundOutcome {
  readonly seconds: number;
  readonly hits: number;
  /** Faults that have reached the round's probe. */
  readonly reached: number;
}

export class Choice {
  readonly #strategies: readonly StrategyId[];
  /** One for each strategy: what is late in one is not in another. */
  readonly #staggers: readonly StaggerSearch[];
  readonly #portfolio: Portfolio;
  readonly #points: ProbePoints;
  /** The way's place among those of the step. */
  index = 0;
  /** The point of its probe, where it has one. */
  point = 0;

  /** @param points those of `probe` */
  constructor(
    strategies: readonly StrategyId[],
    seed: number,
    points: readonly ProbePoint[] = PROBE_POINTS,
  ) {
    this.#strategies = strategies;
    this.#points = new ProbePoints(points);
    this.#staggers = strategies.map((_, index) => new StaggerSearch(seed + index));
    this.#portfolio = new Portfolio(strategies.length);
  }

  /** Whether its rounds go to one point of a probe after the other. */
  get #hasPoints(): boolean {
    return STRATEGIES[this.strategy].delay === 'probe';
  }

  get strategy(): StrategyId {
    return this.#strategies[this.index] ?? 'stagger';
  }

  get stagger(): StaggerSearch {
    return this.#staggers[this.index] as StaggerSearch;
  }

  /** Whether the round only tries a probe at which nothing has been found yet: there are many points to come by. */
  get triesPoint(): boolean {
    return this.#hasPoints && !this.#points.hasFound(this.point);
  }

  /** What the probe's point is called, null where this way has none. */
  get pointName(): string | null {
    return this.#hasPoints ? this.#points.nameOf(this.point) : null;
  }

  /**
   * How a stale read of the round is told: what brought fault and change together.
   *
   * @param wasRaced whether its attempt is known: what only the check at the end of the round has seen has no stagger
   */
  met(stagger: number, wasRaced: boolean) {
    const { strategy, pointName: probe } = this;
    const { delay, seating } = STRATEGIES[strategy];
    const timerNanoseconds = delay === 'timer' && wasRaced ? timerOf(stagger) : null;
    return {
      ...{ stagger, strategy, delay, timerNanoseconds, probe },
      sharedCpu: seating === 'together',
    };
  }

  /** Notes how a round went that took this way. */
  note({ seconds, hits, reached }: RoundOutcome): void {
    this.#portfolio.note(this.index, seconds, hits);
    if (this.#hasPoints) this.#points.note(this.point, seconds, hits, reached);
  }

  /** The places of the strategies that have turned out not to be there. */
  get retired(): number[] {
    return this.#strategies.flatMap((_, index) =>
      this.#portfolio.isRetired(index) ? [index] : [],
    );
  }

  /** Chooses for the next round. */
  next(): void {
    this.index = this.#portfolio.next() ?? 0;
    if (!this.#hasPoints) return;
    const point = this.#points.next();
    if (point !== null) {
      this.point = point;
      return;
    }
    // No fault passes any point: the time is for the other ways.
    this.#portfolio.retire(this.index);
    this.index = this.#portfolio.next() ?? this.index;
  }
}
