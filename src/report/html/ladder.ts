/** Several kernels: a rung for each, in the order in which they were given. */
import type { Result, Verdict } from '../../result/result.js';
import { counted, kernelName, verdictWords } from '../words/words.js';
import { type Child, h, type PageElement } from './element.js';
import { chip } from './scenario-table.js';

/** One kernel of a ladder. */
export interface Rung {
  readonly name: string;
  /** Null where it was not run. */
  readonly verdict: Verdict | null;
  /** What stands behind the verdict. */
  readonly words: string;
  /** The id of the section that tells more, null where there is none. */
  readonly link: string | null;
  /** Whether it is the one that was looked for. */
  readonly isAnswer?: boolean;
  /** That it is, where that is known. */
  readonly probability?: number;
}

/** A part of the ladder that is left out. */
export interface Gap {
  readonly kernels: number;
}

/** The rungs, from the first kernel down. */
export function rungs(list: readonly (Rung | Gap)[]): PageElement {
  return h(
    'ol.rungs',
    {},
    list.map((one) => ('kernels' in one ? gap(one) : rung(one))),
  );
}

function rung({ name, verdict, words, link, isAnswer = false, probability }: Rung): PageElement {
  const title = link === null ? h('b', {}, name) : h('a', { href: `#${link}` }, name);
  const classes = [verdict ?? 'unseen', ...(isAnswer ? ['answer'] : [])].join('.');
  const mark = verdict === null ? null : chip(verdict);
  const detail: Child = words === '' ? null : h('span.words', {}, words);
  return h(`li.${classes}`, {}, title, mark, detail, chanceBar(probability));
}

/** Its length is the probability. */
function chanceBar(probability: number | undefined): PageElement | null {
  if (probability === undefined) return null;
  const percent = Math.min(100, 100 * probability);
  return h('span.chance', { style: `--chance:${percent.toFixed(2)}%` });
}

function gap({ kernels }: Gap): PageElement {
  return h('li.gap', {}, h('span.words', {}, `${counted(kernels, 'kernel')} not run`));
}

/** The ladder of single results. */
export function ladder(results: readonly Result[]): PageElement {
  const list = results.map((result, index) => ({
    name: kernelName(result),
    verdict: result.verdict,
    words: verdictWords(result),
    link: `result-${index + 1}`,
  }));
  const heading = h('h1', {}, counted(results.length, 'kernel'));
  return h('section.ladder', {}, heading, rungs(list));
}
