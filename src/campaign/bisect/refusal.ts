/** Ends of a bisect that do not behave, as a sentence each. */
import { outcomeWords } from '../../report/words/bisect-words.js';
import type { BisectReport } from '../../result/campaign.js';
import type { Outcome } from '../outcome.js';
import type { BisectSettings, Refusal } from './decision.js';

/**
 * Why a bisect is given up, and what to do.
 *
 * @param good K of the good end
 * @param bad K of the bad end
 * @param lastOfBad what the last run of the bad end has come to
 */
export function refusalWords(
  refusal: Refusal,
  [good, bad]: readonly [good: string, bad: string],
  { screenLimit, badIf }: BisectSettings & Pick<BisectReport, 'badIf'>,
  lastOfBad: Outcome | null,
): string {
  const words = outcomeWords(badIf);
  if (refusal === 'good-end-stale')
    return `the good end ${good} is ${words.stale} itself: begin with a kernel that is known to be good`;
  if (refusal === 'bad-end-clean')
    return `the bad end ${bad} was ${words.clean} in ${screenLimit} runs: race longer with --seconds, or give a kernel that is known to be bad`;
  if (refusal === 'unexplained')
    return `no single change explains which kernels are ${words.stale}: look between ends that lie closer together`;
  const reason = lastOfBad?.reason ?? 'nothing was said';
  // What holerace itself could not do says nothing of the kernel.
  if (lastOfBad?.result === null) return `the bad end ${bad} was not run: ${reason}`;
  return `the bad end ${bad} cannot be tested (${reason}): try holerace vm --kernel ${bad}, or another bad end`;
}
