/** What to say of the ends of a bisect where they do not behave. */
import type { Outcome } from '../campaign/campaign.js';
import type { BisectSettings, Refusal } from '../campaign/plan.js';
import { UntestedError, UsageError } from '../errors.js';

/**
 * The error that a refusal ends a bisect with.
 *
 * @param kernels from the good end to the bad end
 * @param lastOfBad what the last run of the bad end has come to
 */
export function refused(
  refusal: Refusal,
  kernels: readonly string[],
  settings: BisectSettings,
  lastOfBad: Outcome | null,
): Error {
  const [good, bad] = [kernels[0], kernels.at(-1)];
  if (refusal === 'good-end-stale') {
    return new UsageError(
      `the good end ${good} is stale itself: begin with a kernel that is known to be good`,
    );
  }
  if (refusal === 'bad-end-clean') {
    return new UsageError(
      `the bad end ${bad} was clean in ${settings.screenLimit} runs: race longer with --seconds, or give a kernel that is known to be bad`,
    );
  }
  const reason = lastOfBad?.reason ?? 'nothing was said';
  // What holerace itself could not do says nothing of the kernel.
  if (lastOfBad?.result === null)
    return new UsageError(`the bad end ${bad} was not run: ${reason}`);
  return new UntestedError(
    `the bad end ${bad} cannot be tested (${reason}): try holerace vm --kernel ${bad}, or another bad end`,
  );
}
