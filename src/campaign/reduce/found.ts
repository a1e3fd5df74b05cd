/** What the stale runs so far have found it with: where the search for less begins. */
import type { Result } from '../../result/result.js';

interface Share {
  stale: number;
  seconds: number;
}

export class Found {
  readonly #strategies = new Map<string, Share>();
  readonly #points = new Map<string, number>();
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
      for (const { probe } of evidence)
        if (probe !== null) this.#points.set(probe, (this.#points.get(probe) ?? 0) + 1);
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

  /** The points of a probe at which something was found, those first at which it was most often. */
  get points(): string[] {
    return [...this.#points].sort(([, one], [, other]) => other - one).map(([point]) => point);
  }
}
