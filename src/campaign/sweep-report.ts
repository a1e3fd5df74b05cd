/** What a sweep has come to, as an object. */
import type { SweepReport } from '../result/campaign.js';
import { overallVerdict } from '../result/verdict.js';
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

export interface SweepContext {
  /** The version that has tested them. */
  readonly holerace?: string | undefined;
  /** What makes a kernel bad, where it is not a stale read alone. */
  readonly badIf?: string[] | undefined;
}

/** The report of a sweep that has ended, or was cut short. */
export function sweepReport(
  rows: readonly SweepRow[],
  { holerace = VERSION, badIf }: SweepContext = {},
): SweepReport {
  const kernels = rows.map(({ k, outcome, state }) => ({
    k,
    verdict: outcome?.verdict ?? ('untested' as const),
    reason: outcome === null ? state : outcome.reason,
    result: outcome?.result ?? null,
  }));
  return {
    ...{ schema: 'holerace.sweep/1', holerace, verdict: overallVerdict(kernels) },
    ...(badIf === undefined ? {} : { badIf }),
    kernels,
  };
}
