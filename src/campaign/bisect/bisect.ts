/** A bisect: runs what its plan asks for until there is an answer. */
import type { Campaign } from '../campaign.js';
import type { Outcome } from '../outcome.js';
import { type Answer, type BisectSettings, decide, type Phase, type Refusal } from './decision.js';

export type BisectEnd =
  | { readonly end: 'answer'; readonly answer: Answer }
  | { readonly end: 'refusal'; readonly refusal: Refusal };

/** Takes each run as it has ended. */
export type BisectView = (outcome: Outcome, phase: Phase) => void;

/**
 * Looks for the first bad kernel. The number of runs is bounded by the settings.
 *
 * @param order the campaign's kernels, from the good end to the bad end
 * @throws UsageError, InterruptedError what ends a campaign
 */
export async function bisect(
  campaign: Campaign,
  order: readonly number[],
  settings: BisectSettings,
  view: BisectView,
): Promise<BisectEnd> {
  for (;;) {
    const counts = order.map((kernel) => countsOf(campaign, kernel));
    const decision = decide(counts, settings);
    if (decision.next === 'answer') return { end: 'answer', answer: decision.answer };
    if (decision.next === 'refusal') return { end: 'refusal', refusal: decision.refusal };
    const kernel = order[decision.kernel];
    if (kernel === undefined) throw new RangeError(`there is no kernel ${decision.kernel}`);
    view(await campaign.run(kernel), decision.phase);
  }
}

function countsOf(campaign: Campaign, kernel: number) {
  const counts = campaign.counts[kernel];
  if (counts === undefined) throw new RangeError(`there is no kernel ${kernel}`);
  return counts;
}
