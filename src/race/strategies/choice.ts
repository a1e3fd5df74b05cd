/** Which strategy a round takes, and what belongs to it: its stagger, its probe. */

import type { Step } from '../../scenarios/scenario.js';
import { STRATEGIES, type StrategyId } from './list.js';
import { PointList, type PointsOrder } from './point-list.js';
import { Portfolio } from './portfolio.js';
import { NO_PROBE, type PointCounts, ProbePoints } from './probe-points.js';
import { StaggerSearch, timerOf } from './stagger-search.js';

/** There are few strategies, and each is good for other bugs. */
const SHARING = { floorShare: 0.25, triesAllFirst: true } as const;

/** What the attempts at a point of a probe have taken and found. */
export interface PointOutcome {
  readonly seconds: number;
  readonly hits: number;
  /** Calls that have reached it, or NO_PROBE. */
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
  /** Points at which the round's probe has been; one that it went back to counts again. */
  #pointsOfRound = 1;

  constructor(strategies: readonly StrategyId[], step: Step, order: PointsOrder) {
    this.#strategies = strategies;
    this.#wereAsked = order.asked !== undefined;
    this.#points = strategies.map((id) => {
      const strategy = STRATEGIES[id];
      if (strategy.delay !== 'probe') return null;
      return new ProbePoints(new PointList(strategy, step, order));
    });
    this.#staggers = strategies.map((_, index) => new StaggerSearch(order.seed + index));
    this.#portfolio = new Portfolio(strategies.length, SHARING);
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

  /** How far its probe has come with its points, null where this way has none. */
  get pointCounts(): PointCounts | null {
    return this.#pointsHere?.counts ?? null;
  }

  /** What the probe's point is called, null where this way has none. */
  get pointName(): string | null {
    return this.#pointsHere?.nameOf(this.point) ?? null;
  }

  /**
   * How a stale read of the round is told: what brought fault and change together.
   *
   * @param wasRaced whether its attempt is known: what only the check at the end of the round has seen has no stagger,
   *   and no point where there were several
   * @param reached calls that have reached the point, or NO_PROBE
   */
  met(stagger: number, wasRaced: boolean, reached: number) {
    const { strategy } = this;
    const { delay, seating, ahead } = STRATEGIES[strategy];
    const isKnown = reached !== NO_PROBE && (wasRaced || this.#pointsOfRound === 1);
    const probe = isKnown ? this.pointName : null;
    const timerNanoseconds = delay === 'timer' && wasRaced ? timerOf(stagger, ahead) : null;
    const sharedCpu = seating === 'together';
    return {
      ...{ stagger, strategy, delay, timerNanoseconds, probe, sharedCpu },
      ahead: sharedCpu ? ahead : null,
    };
  }

  /** Notes what a round has taken and found that took this way. */
  note(seconds: number, hits: number): void {
    this.#portfolio.note(this.index, seconds, hits);
  }

  /** Notes how it went at the point of its probe. */
  notePoint({ seconds, hits, reached }: PointOutcome): void {
    this.#pointsHere?.note(this.point, seconds, hits, reached);
  }

  /** Goes to another point in the same round. Returns false where no call passes any. */
  nextPoint(): boolean {
    const point = this.#pointsHere?.next() ?? null;
    if (point === null) return false;
    if (point !== this.point) this.#pointsOfRound++;
    this.point = point;
    return true;
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
        this.#pointsOfRound = 1;
        return;
      }
      // Nothing passes any point: the time is for the other ways.
      this.#portfolio.retire(index);
    }
  }
}
