/** A bisect: runs what its plan asks for until there is an answer. */
import type { Campaign } from './campaign.js';
import type { Outcome } from './outcome.js';
import { type Answer, type BisectSettings, nextStep, type Phase, type Refusal } from './plan.js';

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
    const evidence = order.map((kernel) => evidenceOf(campaign, kernel));
    const step = nextStep(evidence, settings);
    if (step.step === 'answer') return { end: 'answer', answer: step.answer };
    if (step.step === 'refusal') return { end: 'refusal', refusal: step.refusal };
    const kernel = order[step.kernel];
    if (kernel === undefined) throw new RangeError(`there is no kernel ${step.kernel}`);
    view(await campaign.run(kernel), step.phase);
  }
}

function evidenceOf(campaign: Campaign, kernel: number) {
  const evidence = campaign.evidence[kernel];
  if (evidence === undefined) throw new RangeError(`there is no kernel ${kernel}`);
  return evidence;
}
