/** What one run of a kernel has come to. */

import { type BadIf, verdictBy } from '../result/bad-if.js';
import type { Result, Verdict } from '../result/result.js';
import type { CampaignRun } from './journal/records.js';

export interface Outcome {
  readonly kernel: number;
  /** Of the race. */
  readonly verdict: Verdict;
  /** The same, or what `--bad-if` makes of it: `stale` stands for bad then. */
  readonly counted: Verdict;
  readonly reason: string | null;
  readonly seconds: number;
  /** Null where holerace itself could not make the run. */
  readonly result: Result | null;
}

/** The outcome of a run that is in a journal. */
export function outcomeOf(
  { kernel, verdict, seconds, result }: CampaignRun,
  badIf: readonly BadIf[],
): Outcome {
  const counted = verdictBy(result, badIf);
  return { kernel, verdict, counted, reason: result.reason, seconds, result };
}
