/** A reduction as text: the least that still shows it, what was left out, and the window in two columns. */
import type { CallWindow, Reduction, ReductionPart, WindowPoint } from '../../result/reduction.js';
import { OTHER_CALL } from '../../result/result.js';
import { counted, share, whole } from '../words/numbers.js';
import { columns } from './table.js';

const FINDINGS: Readonly<Record<ReductionPart['finding'], string>> = {
  needed: 'needed',
  'not-needed': 'not needed',
  undecided: 'not decided',
};

/** The whole reduction. */
export function reductionText(reduction: Reduction): string {
  const { scenario, kernel, least, runSeconds, spent, complete, parts, windows, noWindow } =
    reduction;
  const of = counted(least.stale + least.clean, 'run');
  const lines = [
    `${scenario} on ${kernel.release} (${kernel.source}) is stale with no more than`,
    ...least.words.map((words) => `  ${words}`),
    `in ${least.stale} of ${of} of ${runSeconds} s at the most${wholeWords(reduction)}`,
    '',
    ...partLines(parts),
    ...windows.flatMap((window) => ['', ...windowLines(window)]),
    ...(noWindow === null ? [] : ['', `no window ${noWindow}`]),
    '',
    `${counted(spent.runs, 'run')} in ${Math.round(spent.seconds)} s${complete ? '' : '; not all was decided: give more --minutes, or more --seconds to a run'}`,
    `run again: ${least.again}`,
  ];
  return `${lines.join('\n')}\n`;
}

function wholeWords({ result, scenario }: Reduction): string {
  const raced = result?.scenarios.find(({ id }) => id === scenario);
  if (raced === undefined) return ', and not again in a whole run';
  const { stale, attempts, seconds } = raced;
  const perSecond = (stale / Math.max(seconds, 1e-3)).toPrecision(2);
  return `; in a whole one ${whole(stale)} of ${counted(attempts, 'attempt')}, ${perSecond} a second`;
}

function partLines(parts: readonly ReductionPart[]): string[] {
  if (parts.length === 0) return ['nothing could be left out'];
  const rows = parts.map((part) => {
    const { kind, what, finding, confidence, stale, clean, untested, reason } = part;
    const sure = finding === 'not-needed' ? 'certain' : percent(confidence);
    const runs = [`${stale}`, `${clean}`, `${untested}`];
    return [`${kind}: ${what}`, FINDINGS[finding], sure, ...runs, reason ?? ''];
  });
  const head = ['without', 'it is', 'confidence', 'stale', 'clean', 'untested', ''];
  return columns([head, ...rows], [3, 4, 5]);
}

function windowLines({ side, points, first, last }: CallWindow): string[] {
  const rows = points.map((point) => [point.point, `${mark(point)} ${pointWords(point)}`]);
  return [
    `the window of the ${side}: from ${first} to ${last}`,
    ...columns([[`a ${side} passes`, `  a ${OTHER_CALL[side]} that comes there`], ...rows], []),
  ];
}

function mark({ finding }: WindowPoint): string {
  return finding === 'finds' ? '|' : ' ';
}

function pointWords({ finding, confidence, attempts, attemptsStale }: WindowPoint): string {
  const often = `${whole(attemptsStale)} of ${counted(attempts, 'attempt')}`;
  if (finding === 'finds') return `finds it: ${often}`;
  if (finding === 'rarely') return `does not, or by chance: ${often}`;
  if (finding === 'not') return `does not: ${often} (${percent(confidence)})`;
  return `is not decided: ${often}`;
}

/** Never more than is known: 0.997 is 99%. */
function percent(confidence: number | null): string {
  if (confidence === null) return '';
  return share(Math.floor(confidence * 100), 100);
}
