/** A bisect for people: a table, how to see the culprit again, what the answer rests on, and the answer. */
import { answerWords, isTold, percent, runsWords } from './bisect-words.js';
import type { BisectReport } from './campaign.js';
import { failureBlock, failuresOfBisect } from './failure.js';
import type { BisectPart } from './report.js';
import { columns } from './table.js';

const HEAD = ['kernel', 'stale', 'clean', 'untested', 'probability'];
const NUMBER_COLUMNS = [1, 2, 3, 4];

/** Renders a bisect as text. */
export function bisectText({ bisect, doubts }: Pick<BisectPart, 'bisect' | 'doubts'>): string {
  const failures = failuresOfBisect(bisect).flatMap(failureBlock);
  const space = failures.length === 0 ? [] : [''];
  const end = [...space, runsWords(bisect), ...doubts, answerWords(bisect)];
  return `${[bisectTable(bisect), ...failures, ...end].join('\n')}\n`;
}

/** The kernels that were run or may be the one looked for, one a line. */
export function bisectTable({ kernels }: Pick<BisectReport, 'kernels'>): string {
  const cells = kernels
    .filter(isTold)
    .map(({ k, stale, clean, untested, probability }) => [
      ...[k, `${stale}`, `${clean}`, `${untested}`],
      percent(probability),
    ]);
  return columns([HEAD, ...cells], NUMBER_COLUMNS).join('\n');
}
