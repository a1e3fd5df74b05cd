/** Which strategy a round takes, and what belongs to it: its stagger, its probe. */

import type { ProbePoint } from '../../native/probe-point.js';
import type { Step } from '../../scenarios/scenario.js';
import { STRATEGIES, type StrategyId } from './list.js';
import { Portfolio } from './portfolio.js';
import { ProbePoints } from './probe-points.js';
import { StaggerSearch, timerOf } from './stagger-search.js';

/** What a round has taken and found. */
export interface RoundOutcome {
  readonly seconds: number;
  readonly hits: number;
  /** Calls that have reached the round's probe. */
  readonly reached: number;
}

export class Choice {
  readonly #strategies: readonly StrategyId[];
  /** One for each strategy: what is late in one is not in another. */
  readonly #staggers: readonly StaggerSearch[];
  readonly #portfolio: Portfolio;
  /** Of each strategy that has a probe. */
  readonly #points: readonly (ProbePoints | null)[];
  readonly #wereAsked: boolean;
  /** The way's place among those of the step. */
  index = 0;
  /** The point of its probe, where it has one. */
  point = 0;

  /** @param asked the points of those that have a probe, where they are not to take their own */
  constructor(
    strategies: readonly StrategyId[],
    seed: number,
    step: Step,
    asked?: readonly ProbePoint[],
  ) {
    this.#strategies = strategies;
    this.#wereAsked = asked !== undefined;
    this.#points = strategies.map((id) => {
      const { delay, points } = STRATEGIES[id];
      if (delay !== 'probe') return null;
      return new ProbePoints(asked ?? points(step), asked !== undefined);
    });
    this.#staggers = strategies.map((_, index) => new StaggerSearch(seed + index));
    this.#portfolio = new Portfolio(strategies.length);
  }

  /** Those of the way whose rounds go to one point of a probe after the other. */
  get #pointsHere(): ProbePoints | null {
    return this.#points[this.index] ?? null;
  }

  get strategy(): StrategyId {
    return this.#strategies[this.index] ?? 'stagger';
  }

  get stagger(): StaggerSearch {
    return this.#staggers[this.index] as StaggerSearch;
  }

  /** Whether the round only tries a probe at which nothing has been found yet: there are many points to come by. */
  get triesPoint(): boolean {
    return this.#pointsHere?.hasFound(this.point) === false;
  }

  /** What the probe's point is called, null where this way has none. */
  get pointName(): string | null {
    return this.#pointsHere?.nameOf(this.point) ?? null;
  }

  /**
   * How a stale read of the round is told: what brought fault and change together.
   *
   * @param wasRaced whether its attempt is known: what only the check at the end of the round has seen has no stagger
   */
  met(stagger: number, wasRaced: boolean) {
    const { strategy, pointName: probe } = this;
    const { delay, seating, ahead } = STRATEGIES[strategy];
    const timerNanoseconds = delay === 'timer' && wasRaced ? timerOf(stagger, ahead) : null;
    const sharedCpu = seating === 'together';
    return {
      ...{ stagger, strategy, delay, timerNanoseconds, probe, sharedCpu },
      ahead: sharedCpu ? ahead : null,
    };
  }

  /** Notes how a round went that took this way. */
  note({ seconds, hits, reached }: RoundOutcome): void {
    this.#portfolio.note(this.index, seconds, hits);
    this.#pointsHere?.note(this.point, seconds, hits, reached);
  }

  /**
   * The places of the strategies that have turned out not to be there. Of points that were asked for a probe must have come
   * to one: else what was asked for was not raced, and no strategy stands in for it.
   */
  get retired(): number[] {
    const isRetired = (index: number): boolean => this.#portfolio.isRetired(index);
    const isLost =
      this.#wereAsked && this.#points.every((points, index) => points === null || isRetired(index));
    return isLost ? [] : [...this.#strategies.keys()].filter(isRetired);
  }

  /** Chooses for the next round. */
  next(): void {
    for (;;) {
      const index = this.#portfolio.next();
      if (index === null) return;
      this.index = index;
      const points = this.#pointsHere;
      const point = points === null ? 0 : points.next();
      if (point !== null) {
        this.point = point;
        return;
      }
      // Nothing passes any point: the time is for the other ways.
      this.#portfolio.retire(index);
    }
  }
}
