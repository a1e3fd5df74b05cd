/** A campaign as Markdown: what it comes to, a table of its kernels, and those that say most. */
import { markdownTable } from 'markdown-table';
import type { BisectReport, SweepKernel, SweepReport } from '../../result/campaign.js';
import type { BisectPart, CampaignPart } from '../report.js';
import { sweepWords } from '../text/sweep-text.js';
import {
  answerWords,
  isTold,
  labelOf,
  outcomeWords,
  percent,
  runsWords,
  soughtWords,
  verdictOfKernel,
} from '../words/bisect-words.js';
import { failuresOfBisect, failuresOfSweep } from '../words/failure.js';
import { counted, verdictWords, whole } from '../words/words.js';
import { resultMarkdown } from './result.js';
import { cell, code, sign } from './spans.js';

/** Failures that are told in full: a job's summary has a limit. */
const FAILURES_SHOWN = 8;

/** Renders a campaign as Markdown. */
export function campaignMarkdown(part: CampaignPart): string {
  const parts = part.kind === 'sweep' ? sweepParts(part.sweep) : bisectParts(part);
  return parts.join('\n\n');
}

function sweepParts(sweep: SweepReport): string[] {
  const failed = failuresOfSweep(sweep);
  const more = failed.length - FAILURES_SHOWN;
  return [
    `### ${sign(sweep.verdict)}: ${sweepWords(sweep)}`,
    markdownTable([['kernel', 'release', 'verdict', ''], ...sweep.kernels.map(sweepRow)]),
    ...failed.slice(0, FAILURES_SHOWN).map(resultMarkdown),
    ...(more > 0 ? [`and ${counted(more, 'failure')} more`] : []),
  ];
}

function sweepRow({ k, verdict, reason, result }: SweepKernel): string[] {
  const words = result === null ? (reason ?? '') : verdictWords(result);
  return [cell(k), cell(result?.kernel.release ?? ''), sign(verdict), cell(words)];
}

function bisectParts({ bisect, doubts }: BisectPart): string[] {
  return [
    heading(bisect),
    markdownTable([headOf(bisect), ...rowsOf(bisect)], { align: ['l', 'l', 'r', 'r', 'r', 'r'] }),
    [`${runsWords(bisect)}.`, ...doubts.map(code)].join('  \n'),
    ...replayOf(bisect),
    ...failuresOfBisect(bisect).slice(0, FAILURES_SHOWN).map(resultMarkdown),
  ];
}

/** Its words are hashes and paths as a shell quotes them. */
function replayOf({ git }: BisectReport): string[] {
  const log = git?.log ?? [];
  return log.length === 0 ? [] : [log.map((line) => `    ${line}`).join('\n')];
}

function heading(bisect: BisectReport): string {
  const { confirmed, refused, answer } = bisect;
  if (refused !== undefined || !confirmed)
    return `### ${sign('untested')}: ${code(answerWords(bisect))}`;
  const is = answer.kernels.length === 1 ? 'is' : 'is one of';
  const named = answer.kernels.map((k) => labelOf({ k }, bisect.git));
  const names = named.map(code).join(', ');
  return `### ${soughtWords(bisect)} ${is} ${names} (${percent(answer.probability)})`;
}

function headOf({ badIf, git }: BisectReport): string[] {
  const { stale, clean, untested } = outcomeWords(badIf);
  const what = git === undefined ? 'kernel' : 'commit';
  return [what, badIf === undefined ? 'verdict' : '', stale, clean, untested, 'probability'];
}

function rowsOf({ kernels, badIf, git }: BisectReport): string[][] {
  return kernels.filter(isTold).map((kernel) => {
    const verdict = verdictOfKernel(kernel);
    const counts = [kernel.stale, kernel.clean, kernel.untested].map(whole);
    const chance = percent(kernel.probability);
    return [
      cell(labelOf(kernel, git)),
      verdict === null ? '' : sign(verdict, outcomeWords(badIf)[verdict]),
      ...counts,
      chance,
    ];
  });
}
