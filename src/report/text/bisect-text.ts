/** A bisect for people: a table, how to see the culprit again, what the answer rests on, and the answer. */

import type { BisectReport } from '../../result/campaign.js';
import type { BisectPart } from '../report.js';
import {
  answerWords,
  isTold,
  labelOf,
  outcomeWords,
  percent,
  runsWords,
} from '../words/bisect-words.js';
import { failureBlock, failuresOfBisect } from '../words/failure.js';
import { columns } from './table.js';

const NUMBER_COLUMNS = [1, 2, 3, 4];

/** Renders a bisect as text. */
export function bisectText({ bisect, doubts }: Pick<BisectPart, 'bisect' | 'doubts'>): string {
  const failures = failuresOfBisect(bisect).flatMap(failureBlock);
  const space = failures.length === 0 ? [] : [''];
  const log = bisect.git?.log ?? [];
  const replay = log.length === 0 ? [] : ['', ...log, ''];
  const end = [...space, ...replay, runsWords(bisect), ...doubts, answerWords(bisect)];
  return `${[bisectTable(bisect), ...failures, ...end].join('\n')}\n`;
}

/** The kernels that were run or may be the one looked for, one a line. */
export function bisectTable({
  kernels,
  badIf,
  git,
}: Pick<BisectReport, 'kernels' | 'badIf' | 'git'>): string {
  const { stale: bad, clean: good, untested: unknown } = outcomeWords(badIf);
  const head = [git === undefined ? 'kernel' : 'commit', bad, good, unknown, 'probability'];
  const cells = kernels
    .filter(isTold)
    .map(({ stale, clean, untested, probability, ...kernel }) => [
      ...[labelOf(kernel, git), `${stale}`, `${clean}`, `${untested}`],
      percent(probability),
    ]);
  return columns([head, ...cells], NUMBER_COLUMNS).join('\n');
}
