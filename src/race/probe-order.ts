/** Which points the probes of a step have, and when the kernel is asked for its own. */
import type { Counts } from './counts/tally.js';
import type { ScenarioOrder } from './scenario-sum.js';
import { STRATEGIES, type StrategyId } from './strategies/list.js';
import type { PointsOrder } from './strategies/point-list.js';
import { pointsNamed } from './strategies/probe-points.js';
import { TOLD } from './strategies/told-functions.js';

export class ProbeOrder {
  readonly #order: Pick<ScenarioOrder, 'plan' | 'told'>;
  readonly #hasProbe: boolean;

  /** @param strategies those by which the step is raced */
  constructor(order: Pick<ScenarioOrder, 'plan' | 'told'>, strategies: readonly StrategyId[]) {
    this.#order = order;
    this.#hasProbe = strategies.some((id) => STRATEGIES[id].delay === 'probe');
  }

  /** Those that were asked for, or the strategies' own and what the kernel tells of besides. */
  get points(): Omit<PointsOrder, 'seed'> {
    const { plan, told } = this.#order;
    const wantsTold = told !== null && (plan.points?.includes(TOLD) ?? true);
    return {
      ...(plan.points === undefined ? {} : { asked: pointsNamed(plan.points) }),
      ...(wantsTold ? { told: told.shared } : {}),
    };
  }

  /** Before the step: where what the kernel tells was asked for, it waits for that. */
  async begin(): Promise<void> {
    if (this.#hasProbe && this.#order.plan.points?.includes(TOLD)) await this.#order.told?.ask();
  }

  /**
   * The step goes on: where each point of the lists had its turn, the kernel is asked for others. It takes its time, and a
   * short race has none to spare.
   */
  goesOn({ points, pointsLeft }: Pick<Counts, 'points' | 'pointsLeft'>): void {
    const isAsked = this.#order.plan.points !== undefined;
    if (this.#hasProbe && !isAsked && points > 0 && pointsLeft === 0) void this.#order.told?.ask();
  }
}
