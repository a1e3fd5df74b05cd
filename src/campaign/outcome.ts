/** What one run of a kernel has come to. */

import type { Result, Verdict } from '../report/result.js';
import type { CampaignRun } from './journal/records.js';

export interface Outcome {
  readonly kernel: number;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly seconds: number;
  /** Null where holerace itself could not make the run. */
  readonly result: Result | null;
}

/** The outcome of a run that is in a journal. */
export function outcomeOf({ kernel, verdict, seconds, result }: CampaignRun): Outcome {
  return { kernel, verdict, reason: result.reason, seconds, result };
}
