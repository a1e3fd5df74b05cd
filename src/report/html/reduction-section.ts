/** A reduction on the page: the least that still shows it, what was left out, and the windows as two columns. */
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
import { type Child, h, type PageElement } from './element.js';

/** The part of the page about one reduction. */
export function reductionSection(reduction: Reduction, id: string): PageElement {
  const { scenario, kernel, least, parts, windows, noWindow } = reduction;
  const heading = h(
    'h1',
    { id: `${id}-title` },
    'The least that shows it',
    h('small', {}, kernel.release),
  );
  const told: Child = [
    h('div.banner.stale', {}, heading, h('p', {}, `${scenario} is stale with no more than`)),
    h(
      'ul',
      {},
      least.words.map((words) => h('li', {}, words)),
    ),
    h('p', {}, `${oftenWords(reduction)}.`),
    partsTable(parts),
    windows.map(windowTable),
    noWindow === null ? null : h('p', {}, `No window ${noWindow}.`),
    h('p', {}, `${spentWords(reduction)}.`),
    h('p', {}, `Of ${kernel.source}; to race it again: `, h('code', {}, least.again)),
  ];
  return h('section.result', { id, 'aria-labelledby': `${id}-title` }, told);
}

/** What may be left out; it scrolls by itself where the page is too narrow for it. */
function partsTable(parts: readonly ReductionPart[]): PageElement {
  if (parts.length === 0) return h('p', {}, 'Nothing could be left out.');
  const rows = parts.map(partRow);
  const used = PART_HEAD.map((_, column) => rows.some((row) => row[column] !== ''));
  const cells = (row: readonly string[], cell: (text: string, column: number) => Child): Child =>
    row.map((text, column) => (used[column] ? cell(text, column) : null));
  const head = cells(PART_HEAD, (text) => h('th', { scope: 'col' }, text));
  const body = rows.map((row) =>
    h(
      'tr',
      {},
      cells(row, (text, column) =>
        column === 0
          ? h('th', { scope: 'row' }, text)
          : h(PART_NUMBERS.includes(column) ? 'td.number' : 'td', {}, text),
      ),
    ),
  );
  const table = h('table', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, body));
  const wrapper = { role: 'region', 'aria-label': 'what may be left out', tabindex: '0' };
  return h('div.scroll', wrapper, table);
}

/** What one call passes, time downwards, beside what comes of it where the other comes there. */
function windowTable(window: CallWindow): PageElement {
  const heads = windowHead(window).map((text) => h('th', { scope: 'col' }, text));
  return h(
    'table.window',
    {},
    h('caption', {}, `${windowWords(window)}. Time runs downwards.`),
    h('thead', {}, h('tr', {}, heads)),
    h('tbody', {}, window.points.map(pointRow)),
  );
}

function pointRow(point: WindowPoint): PageElement {
  const name = h('th', { scope: 'row' }, h('code', {}, point.point));
  const kind = point.finding === 'finds' ? 'tr.finds' : 'tr';
  return h(kind, {}, name, h('td', {}, pointWords(point)));
}
