/** A sweep: each kernel of a list once, several at a time where that is asked for. */

import type { Campaign } from './campaign.js';
import type { Shard } from './journal/records.js';
import type { Outcome } from './outcome.js';

export interface SweepView {
  /** A kernel's run begins. */
  readonly onBegin: (kernel: number, k: string) => void;
  /** It has ended, and is on disk. */
  readonly onEnd: (outcome: Outcome, k: string) => void;
}

/**
 * Tests the kernels that have no outcome yet.
 *
 * @param kernels their numbers, in the order in which to test them
 * @param jobs how many runs at once
 * @throws UsageError, InterruptedError what ends a campaign; runs under way are waited for
 */
export async function sweep(
  campaign: Campaign,
  kernels: readonly number[],
  jobs: number,
  view: SweepView,
): Promise<void> {
  const queue = kernels.filter((kernel) => campaign.latest[kernel] === null);
  let failed = false;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !failed; next = queue.shift()) {
      const k = campaign.nameOf(next);
      view.onBegin(next, k);
      try {
        view.onEnd(await campaign.run(next), k);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: jobs }, work));
  const end = ends.find((one) => one.status === 'rejected');
  if (end !== undefined) throw end.reason;
}

/** The kernels of a shard: every `count`-th of a list, so that neighbours go to different machines. */
export function kernelsOfShard(count: number, shard: Shard | null): number[] {
  const all = Array.from({ length: count }, (_, kernel) => kernel);
  if (shard === null) return all;
  return all.filter((kernel) => kernel % shard.count === shard.index - 1);
}
