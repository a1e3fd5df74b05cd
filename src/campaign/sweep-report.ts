/** What a sweep has come to: as an object, and as a table. */
import type { SweepReport } from '../report/campaign.js';
import { printable } from '../report/printable.js';
import { overallVerdict } from '../report/verdict.js';
import { VERSION } from '../version.js';
import type { Outcome } from './campaign.js';
import { columns } from './table.js';

/** Longer reasons are cut in the table; the report holds them whole. */
const REASON_SHOWN = 100;
const numbers = new Intl.NumberFormat('en');
/** The columns of numbers: attempts, stale, first stale. */
const NUMBER_COLUMNS = [3, 4, 5];

/** One kernel of a sweep. */
export interface SweepRow {
  readonly k: string;
  /** Null where it has not been run. */
  readonly outcome: Outcome | null;
  /** What to say where it has not: waiting, racing. */
  readonly state: string;
}

/** The report of a sweep that has ended, or was cut short. */
export function sweepReport(rows: readonly SweepRow[]): SweepReport {
  const kernels = rows.map(({ k, outcome, state }) => ({
    k,
    verdict: outcome?.verdict ?? ('untested' as const),
    reason: outcome === null ? state : outcome.reason,
    result: outcome?.result ?? null,
  }));
  return {
    schema: 'holerace.sweep/1',
    holerace: VERSION,
    verdict: overallVerdict(kernels),
    kernels,
  };
}

/** The table of a sweep, one kernel a line. */
export function sweepTable(rows: readonly SweepRow[]): string {
  const head = ['kernel', 'release', 'verdict', 'attempts', 'stale', 'first stale', 'reason'];
  return `${columns([head, ...rows.map(cellsOf)], NUMBER_COLUMNS).join('\n')}\n`;
}

function cellsOf({ k, outcome, state }: SweepRow): string[] {
  if (outcome === null) return [k, '', state, '', '', '', ''];
  const { result, verdict, reason } = outcome;
  const scenarios = result?.scenarios ?? [];
  const sum = (field: 'attempts' | 'stale') =>
    scenarios.reduce((total, scenario) => total + scenario[field], 0);
  return [
    k,
    result?.kernel.release ?? '',
    verdict,
    scenarios.length === 0 ? '' : numbers.format(sum('attempts')),
    scenarios.length === 0 ? '' : numbers.format(sum('stale')),
    firstStale(outcome),
    printable(reason ?? '').slice(0, REASON_SHOWN),
  ];
}

/** In seconds of racing, all scenarios one after another. */
function firstStale({ result }: Outcome): string {
  let before = 0;
  for (const { secondsToFirstStale, seconds } of result?.scenarios ?? []) {
    if (secondsToFirstStale !== null) return `${(before + secondsToFirstStale).toFixed(2)} s`;
    before += seconds;
  }
  return '';
}

/** The last line: what all of it comes to. */
export function sweepSummary({ kernels, verdict }: SweepReport): string {
  const count = (wanted: string) => kernels.filter((one) => one.verdict === wanted).length;
  return `${verdict}: of ${kernels.length} kernels ${count('stale')} stale, ${count('clean')} clean, ${count('untested')} untested\n`;
}
