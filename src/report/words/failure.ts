/** What it takes to see again what has failed: the same in every format. */

import type { BisectReport, SweepReport } from '../../result/campaign.js';
import type { Result } from '../../result/result.js';
import type { Report } from '../report.js';
import { complaintLines, hasComplained } from './complaint-words.js';
import { kernelName } from './words.js';

/** Whether there is something that should be seen again. */
export function hasFailed(result: Result): boolean {
  return result.verdict === 'stale' || result.finding !== null || hasComplained(result);
}

/** The file that holds the guest's console, null where none was kept. */
export function consoleOf({ finding, boot }: Result): string | null {
  return finding?.consoleLog ?? boot?.consoleLog ?? null;
}

/** Name and value of each thing that is needed, as far as it is known; nothing where all was well. */
export function failureFacts(result: Result): [name: string, value: string][] {
  if (!hasFailed(result)) return [];
  const { seed, boot, again } = result;
  const facts: [string, string | null | undefined][] = [
    ['kernel', kernelName(result)],
    ['seed', `${seed}`],
    ['QEMU', boot?.qemu],
    ['console', consoleOf(result)],
    ['run again', again],
  ];
  return facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string');
}

/** The same as lines. */
export function failureLines(result: Result): string[] {
  return failureFacts(result).map(([name, value]) => `${name}: ${value}`);
}

/** The results of a sweep that should be seen again. */
export function failuresOfSweep({ kernels }: SweepReport): Result[] {
  return kernels.flatMap(({ result }) => (result !== null && hasFailed(result) ? [result] : []));
}

/** The same of a bisect: of all its kernels, those of the answer. */
export function failuresOfBisect({ kernels, answer }: BisectReport): Result[] {
  return kernels
    .filter(({ k }) => answer.kernels.includes(k))
    .flatMap(({ result }) => (result !== undefined && hasFailed(result) ? [result] : []));
}

/** The results of a report that should be seen again. */
export function failuresOf({ results, campaigns = [] }: Report): Result[] {
  const ofCampaigns = campaigns.flatMap((part) =>
    part.kind === 'sweep' ? failuresOfSweep(part.sweep) : failuresOfBisect(part.bisect),
  );
  return [...ofCampaigns, ...results.filter(hasFailed)];
}

/** A failure of a campaign, after an empty line: its verdict, what befell it, and how to see it again. */
export function failureBlock(result: Result): string[] {
  const { verdict, finding } = result;
  const what = finding === null ? verdict : `${finding.kind}: ${finding.message}`;
  return [
    '',
    what,
    ...complaintLines(result).map((line) => `  ${line}`),
    ...failureLines(result).map((line) => `  ${line}`),
  ];
}
