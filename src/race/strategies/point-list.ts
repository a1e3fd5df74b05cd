/**
 * The points of a strategy's probe in a step: those of its list, or those that were asked for, and behind them the ones that
 * the kernel tells of. Both threads make the same list, and name a point by its place there.
 */
import type { ProbePoint } from '../../native/probe-point.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Strategy } from './strategy.js';
import { namesIn, type SharedNames } from './told-functions.js';
import { symbolsTold } from './told-points.js';

/**
 * Functions of those that the kernel tells of, in one step's race: to set the first probe at each takes an emulated guest a
 * tenth of a second, and each that stays open makes what passes it a little slower (docs/performance.md).
 */
export const TOLD_CEILING = 64;

/** What the points of a race are. */
export interface PointsOrder {
  /** Those that were asked for, where a strategy is not to take its own. */
  readonly asked?: readonly ProbePoint[];
  /** Where the kernel tells of others, left out where they are not wanted. */
  readonly told?: SharedNames;
  /** Of the race: each begins at another one of those that the kernel tells of. */
  readonly seed: number;
}

export class PointList {
  readonly listed: readonly ProbePoint[];
  readonly wereAsked: boolean;
  readonly #strategy: Strategy;
  readonly #order: PointsOrder;
  #told: readonly ProbePoint[] | null = null;

  constructor(strategy: Strategy, step: Step, order: PointsOrder) {
    this.listed = order.asked ?? strategy.points(step);
    this.wereAsked = order.asked !== undefined;
    this.#strategy = strategy;
    this.#order = order;
  }

  /** The point in a place, undefined where there is none, or none yet. */
  at(index: number): ProbePoint | undefined {
    return this.listed[index] ?? this.told()?.[index - this.listed.length];
  }

  /** Those that the kernel tells of: of each function its entry, and behind that its return. Null while it has not. */
  told(): readonly ProbePoint[] | null {
    this.#told ??= this.#ask();
    return this.#told;
  }

  #ask(): readonly ProbePoint[] | null {
    const { told, seed } = this.#order;
    const { told: names } = this.#strategy;
    if (told === undefined || names === null) return [];
    const all = namesIn(told);
    if (all === null) return null;
    const symbols = symbolsTold(names, all, told.filesystem, this.listed);
    const from = seed % Math.max(1, symbols.length);
    const turned = [...symbols.slice(from), ...symbols.slice(0, from)];
    return turned.slice(0, TOLD_CEILING).flatMap((symbol): ProbePoint[] => [
      { symbol, at: 'entry' },
      { symbol, at: 'return' },
    ]);
  }
}
