/** Which points the probes of a step have, and when the kernel is asked for its own. */
import type { ScenarioOrder } from './scenario-sum.js';
import { STRATEGIES, type StrategyId } from './strategies/list.js';
import type { PointsOrder } from './strategies/point-list.js';
import { pointsNamed } from './strategies/probe-points.js';
import { TOLD } from './strategies/told-functions.js';

/** The kernel takes its time to tell, and the points of the lists come first. */
const ASKED_AFTER_SECONDS = 2;

export class ProbeOrder {
  readonly #order: ScenarioOrder;
  readonly #hasProbe: boolean;

  /** @param strategies those by which the step is raced */
  constructor(order: ScenarioOrder, strategies: readonly StrategyId[]) {
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

  /** Before the step: where nothing else is to be tried, it waits for what the kernel tells. */
  async begin(): Promise<void> {
    if (this.#hasProbe && this.#order.plan.points?.includes(TOLD)) await this.#order.told?.ask();
  }

  /** The step has gone on for so long. */
  goesOn(seconds: number): void {
    if (this.#hasProbe && this.#order.plan.points === undefined && seconds > ASKED_AFTER_SECONDS)
      void this.#order.told?.ask();
  }
}
