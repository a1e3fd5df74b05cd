/** What a sweep has come to, as an object. */
import type { SweepReport } from '../report/campaign.js';
import { overallVerdict } from '../report/verdict.js';
import { VERSION } from '../version.js';
import type { Outcome } from './outcome.js';

/** One kernel of a sweep. */
export interface SweepRow {
  readonly k: string;
  /** Null where it has not been run. */
  readonly outcome: Outcome | null;
  /** Why it has not: not tested. */
  readonly state: string;
}

/**
 * The report of a sweep that has ended, or was cut short.
 *
 * @param holerace the version that has tested them
 */
export function sweepReport(rows: readonly SweepRow[], holerace = VERSION): SweepReport {
  const kernels = rows.map(({ k, outcome, state }) => ({
    k,
    verdict: outcome?.verdict ?? ('untested' as const),
    reason: outcome === null ? state : outcome.reason,
    result: outcome?.result ?? null,
  }));
  return { schema: 'holerace.sweep/1', holerace, verdict: overallVerdict(kernels), kernels };
}
