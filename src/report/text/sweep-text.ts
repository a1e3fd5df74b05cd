/** A sweep for people: a table, what it takes to see failures again, and a last line that says it all. */
import { judge, parseBadIf } from '../../result/bad-if.js';
import type { SweepKernel, SweepReport } from '../../result/campaign.js';
import { printable } from '../../result/printable.js';
import type { Result, Verdict } from '../../result/result.js';
import { type Paint, unpainted } from '../report.js';
import { complainedWords, hasComplained } from '../words/complaint-words.js';
import { failureBlock, failuresOfSweep } from '../words/failure.js';
import { counted, whole } from '../words/words.js';
import { columns } from './table.js';

/** Longer reasons are cut in the table; the saved report holds them whole. */
const REASON_SHOWN = 100;
/** Failures that are told in full; the saved report holds the others. */
const FAILURES_SHOWN = 8;
const HEAD = ['kernel', 'release', 'verdict', 'attempts', 'stale', 'first stale', 'reason'];
/** The columns of numbers: attempts, stale, first stale. */
const NUMBER_COLUMNS = [3, 4, 5];

/** A line of the table: a kernel of the report, or one of a sweep under way, in whatever state it is. */
export type SweepLine = Pick<SweepKernel, 'k' | 'reason' | 'result'> & { readonly verdict: string };

/** Renders a sweep as text. */
export function sweepText(sweep: SweepReport, paint: Paint = unpainted): string {
  return `${[sweepTable(sweep.kernels), ...failureText(sweep), summary(sweep, paint)].join('\n')}\n`;
}

/** The table of a sweep, one kernel a line. */
export function sweepTable(kernels: readonly SweepLine[]): string {
  return columns([HEAD, ...kernels.map(cellsOf)], NUMBER_COLUMNS).join('\n');
}

function cellsOf({ k, verdict, reason, result }: SweepLine): string[] {
  const complained = result !== null && hasComplained(result) ? [complainedWords(result)] : [];
  const words = [reason ?? [], complained].flat().join('; ');
  const why = printable(words).slice(0, REASON_SHOWN);
  const scenarios = result?.scenarios ?? [];
  if (result === null || scenarios.length === 0) {
    return [k, result?.kernel.release ?? '', verdict, '', '', '', why];
  }
  const counts = [whole(attemptsOf(result)), whole(staleOf(result)), firstStaleOf(result)];
  return [k, result.kernel.release, verdict, ...counts, why];
}

function attemptsOf({ scenarios }: Result): number {
  return scenarios.reduce((sum, { attempts }) => sum + attempts, 0);
}

function staleOf({ scenarios }: Result): number {
  return scenarios.reduce((sum, { stale }) => sum + stale, 0);
}

/** In seconds of racing, all scenarios one after another; empty where there was none. */
export function firstStaleOf({ scenarios }: Result): string {
  let before = 0;
  for (const { secondsToFirstStale, seconds } of scenarios) {
    if (secondsToFirstStale !== null) return `${(before + secondsToFirstStale).toFixed(2)} s`;
    before += seconds;
  }
  return '';
}

function failureText(sweep: SweepReport): string[] {
  const failed = failuresOfSweep(sweep);
  const lines = failed.slice(0, FAILURES_SHOWN).flatMap(failureBlock);
  const more = failed.length - FAILURES_SHOWN;
  const rest = more > 0 ? ['', `and ${counted(more, 'failure')} more`] : [];
  return failed.length === 0 ? [] : [...lines, ...rest, ''];
}

function summary(sweep: SweepReport, paint: Paint): string {
  return `${paint(sweep.verdict, sweep.verdict)}: ${sweepWords(sweep)}`;
}

/** What a sweep comes to, in a sentence without its verdict. */
export function sweepWords({ kernels, badIf }: SweepReport): string {
  const count = (wanted: Verdict) => kernels.filter(({ verdict }) => verdict === wanted).length;
  const counts = `${count('stale')} stale, ${count('clean')} clean, ${count('untested')} untested`;
  const words = `of ${counted(kernels.length, 'kernel')} ${counts}`;
  if (badIf === undefined) return words;
  const asked = parseBadIf(badIf);
  const bad = kernels.filter(({ result }) => result !== null && judge(result, asked) === 'bad');
  return `${words}; ${bad.length} bad, by --bad-if ${badIf.join(', ')}`;
}
