/**
 * A result as workflow commands of GitHub Actions, which show as annotations of the job
 * (docs.github.com, "Workflow commands for GitHub Actions"). Three lines: GitHub's own toolkit would bring
 * an HTTP client with it.
 */

import type { SweepKernel } from '../result/campaign.js';
import type { Result, Verdict } from '../result/result.js';
import type { CampaignPart, Report } from './report.js';
import { sweepWords } from './text/sweep-text.js';
import { answerWords } from './words/bisect-words.js';
import { complainedWords } from './words/complaint-words.js';
import { kernelName, verdictWords } from './words/words.js';

const COMMANDS: Readonly<Record<Verdict, string>> = {
  clean: 'notice',
  stale: 'error',
  untested: 'warning',
};

/** GitHub shows ten annotations of a step, and a sweep's own is one of them. */
const KERNELS_SHOWN = 9;

/** The annotations of a report. */
export function annotationsOf({ results, campaigns = [] }: Report): string[] {
  return [...campaigns.flatMap(campaignCommands), ...results.flatMap(resultCommands)];
}

/** Of a sweep, what all of it comes to and each stale kernel; of a bisect its answer. */
function campaignCommands(part: CampaignPart): string[] {
  if (part.kind === 'bisect') {
    const verdict = part.bisect.confirmed ? 'clean' : 'untested';
    return [command(verdict, 'bisect', answerWords(part.bisect))];
  }
  const { sweep } = part;
  const stale = sweep.kernels.filter(({ verdict }) => verdict === 'stale');
  const each = stale.slice(0, KERNELS_SHOWN).map(kernelCommand);
  return [command(sweep.verdict, `${sweep.verdict}: sweep`, sweepWords(sweep)), ...each];
}

function kernelCommand({ k, verdict, reason, result }: SweepKernel): string {
  const words = result === null ? (reason ?? '') : verdictWords(result);
  return command(verdict, `${verdict}: ${k}`, words);
}

/** A result's own, and one more for what befell its kernel. */
function resultCommands(result: Result): string[] {
  const kernel = kernelName(result);
  const lines = [command(result.verdict, `${result.verdict}: ${kernel}`, verdictWords(result))];
  const { finding } = result;
  if (finding !== null && result.verdict === 'stale') {
    lines.push(command('untested', `${finding.kind}: ${kernel}`, finding.message));
  }
  const [first] = result.complaints ?? [];
  if (first !== undefined && result.verdict !== 'untested') {
    const title = `complaint: ${kernel}`;
    lines.push(command('untested', title, `${complainedWords(result)}: ${first.line}`));
  }
  return lines;
}

function command(verdict: Verdict, title: string, message: string): string {
  return `::${COMMANDS[verdict]} title=${escapedTitle(title)}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedTitle(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
