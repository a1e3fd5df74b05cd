/** What a try races: one point among all that a result may be reduced to. Plain data, and the key of its tries. */
import type { FilesystemChoice } from '../../filesystems/list.js';
import type { FilesystemOptions } from '../../filesystems/order.js';
import type { StrategyId } from '../../race/strategies/list.js';

export interface Setting {
  /** The one step of the scenario, counted from 1, null for all. */
  readonly step: number | null;
  /** Null for all that the guest has. */
  readonly strategies: readonly StrategyId[] | null;
  readonly cpus: number;
  readonly filesystem: FilesystemChoice;
  readonly options: FilesystemOptions;
  /** The points of a probe, null for the strategy's own list. */
  readonly points: readonly string[] | null;
  /** Places in the arena, null for as many as the step has. */
  readonly places: number | null;
  /**
   * Whether the run ends with the first stale read, tells besides what a fault or a change passes, is a short one at one
   * point of it, or goes on for its time.
   */
  readonly kind: 'until-stale' | 'traced-fault' | 'traced-change' | 'at-point' | 'whole';
}

/** Tells settings apart. */
export function keyOf(setting: Setting): string {
  const { step, strategies, cpus, filesystem, options, points, places, kind } = setting;
  const { mkfs, mount } = options;
  return JSON.stringify([step, strategies, cpus, filesystem, mkfs, mount, points, places, kind]);
}
