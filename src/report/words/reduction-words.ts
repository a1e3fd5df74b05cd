/** A reduction in words: what was left out, the window, and what it took. */
import type { CallWindow, Reduction, ReductionPart, WindowPoint } from '../../result/reduction.js';
import { OTHER_CALL } from '../../result/result.js';
import { counted, share, whole } from './numbers.js';

const FINDINGS: Readonly<Record<ReductionPart['finding'], string>> = {
  needed: 'needed',
  'not-needed': 'not needed',
  undecided: 'not decided',
};

/** What stands above the rows of `partRow`. */
export const PART_HEAD = ['without', 'it is', 'confidence', 'stale', 'clean', 'untested', ''];
/** Those of its columns that hold numbers of runs. */
export const PART_NUMBERS = [3, 4, 5];

/** Something that may be left out, and what the runs without it have shown. */
export function partRow(part: ReductionPart): string[] {
  const { kind, what, finding, confidence, stale, clean, untested, reason } = part;
  const sure = finding === 'not-needed' ? 'certain' : percent(confidence);
  const runs = [`${stale}`, `${clean}`, `${untested}`];
  return [`${kind}: ${what}`, FINDINGS[finding], sure, ...runs, reason ?? ''];
}

/** In how many runs the least was stale, and how often in a whole one. */
export function oftenWords(reduction: Reduction): string {
  const { least, runSeconds, result, scenario } = reduction;
  const of = counted(least.stale + least.clean, 'run');
  const runs = `in ${least.stale} of ${of} of ${runSeconds} s at the most`;
  const raced = result?.scenarios.find(({ id }) => id === scenario);
  if (raced === undefined) return `${runs}, and not again in a whole run`;
  const { stale, attempts, seconds } = raced;
  const perSecond = (stale / Math.max(seconds, 1e-3)).toPrecision(2);
  return `${runs}; in a whole one ${whole(stale)} of ${counted(attempts, 'attempt')}, ${perSecond} a second`;
}

/** What it took, and whether it came to its end. */
export function spentWords({ spent, complete }: Reduction): string {
  const open = complete
    ? ''
    : '; not all was decided: give more --minutes, or more --seconds to a run';
  return `${counted(spent.runs, 'run')} in ${Math.round(spent.seconds)} s${open}`;
}

/** The window of one call. */
export function windowWords({ side, first, last }: CallWindow): string {
  return `the window of the ${side}: from ${first} to ${last}`;
}

/** What stands above the two columns of a window: what one call passes, and what comes of the other one there. */
export function windowHead({ side }: CallWindow): [string, string] {
  return [`a ${side} passes`, `a ${OTHER_CALL[side]} that comes there`];
}

/** What comes of it where the other call comes at a point. */
export function pointWords({ finding, confidence, attempts, attemptsStale }: WindowPoint): string {
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
