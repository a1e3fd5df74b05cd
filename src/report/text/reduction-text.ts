/** A reduction as text: the least that still shows it, what was left out, and the window in two columns. */
import type { CallWindow, Reduction, ReductionPart, WindowPoint } from '../../result/reduction.js';
import {
  oftenWords,
  PART_HEAD,
  PART_NUMBERS,
  partRow,
  pointWords,
  spentWords,
  windowHead,
  windowWords,
} from '../words/reduction-words.js';
import { columns } from './table.js';

/** The whole reduction. */
export function reductionText(reduction: Reduction): string {
  const { scenario, kernel, least, parts, windows, noWindow } = reduction;
  const lines = [
    `${scenario} on ${kernel.release} (${kernel.source}) is stale with no more than`,
    ...least.words.map((words) => `  ${words}`),
    oftenWords(reduction),
    '',
    ...partLines(parts),
    ...windows.flatMap((window) => ['', windowWords(window), ...windowRows(window)]),
    ...(noWindow === null ? [] : ['', `no window ${noWindow}`]),
    '',
    spentWords(reduction),
    `run again: ${least.again}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What may be left out, in columns. */
function partLines(parts: readonly ReductionPart[]): string[] {
  if (parts.length === 0) return ['nothing could be left out'];
  return columns([PART_HEAD, ...parts.map(partRow)], PART_NUMBERS);
}

/**
 * A window in two columns: what one call passes, and what comes of it where the other comes there.
 *
 * @param shown the points to show, all of them unless some are named
 */
export function windowRows(
  window: CallWindow,
  shown: readonly WindowPoint[] = window.points,
): string[] {
  const rows = shown.map((point) => [point.point, `${mark(point)} ${pointWords(point)}`]);
  const [passes, comes] = windowHead(window);
  return columns([[passes, `  ${comes}`], ...rows], []);
}

function mark({ finding }: WindowPoint): string {
  return finding === 'finds' ? '|' : ' ';
}
