/** What a reduction adds to a mail: the least that shows it, and where the window is. */
import type { CallWindow, Reduction, WindowPoint } from '../../result/reduction.js';
import { windowRows } from '../text/reduction-text.js';
import { oftenWords, windowWords } from '../words/reduction-words.js';
import { prose } from './lines.js';

/** Points before and behind a window that show where it ends. */
const POINTS_BESIDE = 3;

/** With how little it is still stale, and what of that is needed. */
export function leastLines(reduction: Reduction): string[] {
  const { least, parts } = reduction;
  const needed = parts.filter(({ finding }) => finding === 'needed');
  const notNeeded = parts.filter(({ finding }) => finding === 'not-needed');
  const undecided = parts.filter(({ finding }) => finding === 'undecided');
  const list = (name: string, some: typeof parts) =>
    some.length === 0
      ? []
      : prose(`${name}: ${some.map(({ kind, what }) => `${kind} ${what}`).join('; ')}.`);
  return [
    ...prose(`It is still stale ${oftenWords(reduction)}, with no more than`),
    ...least.words.flatMap((words) => prose(words, '  ')),
    ...list('It is not stale without', needed),
    ...list('It does not need', notNeeded),
    ...list('Not decided', undecided),
  ];
}

/** The windows, each in two columns with the functions in their places. */
export function windowLines({ windows, noWindow }: Reduction): string[] {
  const told = windows.map((window) => [
    ...prose(`${capital(windowWords(window))}.`),
    '',
    ...windowRows(window, around(window)),
  ]);
  const none = noWindow === null ? [] : [prose(`No window ${noWindow}.`)];
  return [...told, ...none].flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** The points of a window, and some beside it. */
function around({ points, first, last }: CallWindow): readonly WindowPoint[] {
  const at = (name: string): number => points.findIndex(({ point }) => point === name);
  return points.slice(Math.max(0, at(first) - POINTS_BESIDE), at(last) + 1 + POINTS_BESIDE);
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
