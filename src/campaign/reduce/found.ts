/** What the stale runs so far have found it with: where the search for less begins. */

import { pointOf } from '../../native/probe-point.js';
import type { StrategyId } from '../../race/strategies/list.js';
import type { Result } from '../../result/result.js';

interface Share {
  stale: number;
  seconds: number;
}

export class Found {
  readonly #strategies = new Map<string, Share>();
  /** By strategy: a fault passes other points than a change. */
  readonly #points = new Map<string, Map<string, number>>();
  readonly #scenario: string;
  /** The features of the filesystem of the latest run, as they were printed. */
  features: readonly string[] = [];

  constructor(scenario: string) {
    this.#scenario = scenario;
  }

  /** Takes what a run has found. */
  note({ scenarios, target }: Result): void {
    this.features = target?.features?.list ?? this.features;
    for (const { id, strategies, evidence } of scenarios) {
      if (id !== this.#scenario) continue;
      for (const one of strategies) {
        const share = this.#strategies.get(one.id) ?? { stale: 0, seconds: 0 };
        this.#strategies.set(one.id, {
          stale: share.stale + one.stale,
          seconds: share.seconds + one.seconds,
        });
      }
      for (const { strategy, probe } of evidence) {
        if (probe === null || pointOf(probe) === null) continue;
        const points = this.#points.get(strategy) ?? new Map<string, number>();
        this.#points.set(strategy, points.set(probe, (points.get(probe) ?? 0) + 1));
      }
    }
  }

  /** The strategies that have found something, those first that find the most in a second. */
  get strategies(): string[] {
    const perSecond = ({ stale, seconds }: Share): number => stale / Math.max(seconds, 1e-3);
    return [...this.#strategies]
      .filter(([, { stale }]) => stale > 0)
      .sort(([, one], [, other]) => perSecond(other) - perSecond(one))
      .map(([id]) => id);
  }

  /** The points of a strategy's probe at which something was found, those first at which it was most often. */
  pointsOf(strategy: StrategyId): string[] {
    const points = this.#points.get(strategy) ?? [];
    return [...points].sort(([, one], [, other]) => other - one).map(([point]) => point);
  }
}
