/** A bisect on the page: its answer, the posterior after each run, the ladder, and the culprit by itself. */

import type { BisectKernel, BisectReport } from '../../result/campaign.js';
import type { BisectPart } from '../report.js';
import {
  answerWords,
  isTold,
  percent,
  runsOf,
  runsWords,
  soughtWords,
  verdictOfKernel,
} from '../words/bisect-words.js';
import { counted } from '../words/words.js';
import { commitGraphFigure } from './charts/commit-graph.js';
import { posteriorFigure } from './charts/posterior.js';
import { h, type PageElement } from './element.js';
import { type Gap, type Rung, rungs } from './ladder.js';
import { resultSection } from './result-section.js';

/** Kernels around the answer with a section of their own. */
const SECTIONS_SHOWN = 4;

/** The part of the page about a bisect. */
export function bisectSection(part: BisectPart, id: string): PageElement {
  const { bisect, doubts } = part;
  const shown = chosen(bisect);
  const idOf = (place: number): string => `${id}-${place + 1}`;
  const sections = [...shown].flatMap((place) => {
    const result = bisect.kernels[place]?.result;
    return result === undefined ? [] : [resultSection(result, idOf(place))];
  });
  return h(
    'section.ladder',
    { id },
    banner(bisect),
    h('p.note', {}, `${runsWords(bisect)}.`),
    doubts.map((doubt) => h('p.doubt', {}, doubt)),
    posteriorFigure(part),
    commitGraphFigure(bisect),
    rungs(withGaps(bisect, (place) => (shown.has(place) ? idOf(place) : null))),
    sections,
  );
}

function banner(bisect: BisectReport): PageElement {
  const { confirmed, refused, answer } = bisect;
  const found = confirmed && refused === undefined;
  const title = found ? answer.kernels.join(', ') : 'no answer';
  const heading = h('h1', {}, title, h('small', {}, soughtWords(bisect)));
  return h(
    `div.banner.${found ? 'found' : 'untested'}`,
    {},
    heading,
    h('p', {}, answerWords(bisect)),
  );
}

/** The places of the kernels with a section: those of the answer, and the one before them. */
function chosen({ kernels, answer }: BisectReport): Set<number> {
  const places = kernels.flatMap(({ k }, place) => (answer.kernels.includes(k) ? [place] : []));
  const before = (places[0] ?? 0) - 1;
  const all = before < 0 ? places : [before, ...places];
  const ran = all.filter((place) => kernels[place]?.result !== undefined);
  return new Set(ran.slice(0, SECTIONS_SHOWN));
}

/** The kernels of which there is something to say, and how many lie between them. */
function withGaps(
  { kernels, answer }: BisectReport,
  linkOf: (place: number) => string | null,
): (Rung | Gap)[] {
  const list: (Rung | Gap)[] = [];
  let left = 0;
  const leaveOut = (): void => {
    if (left > 0) list.push({ kernels: left });
    left = 0;
  };
  for (const [place, kernel] of kernels.entries()) {
    if (!isTold(kernel)) {
      left++;
      continue;
    }
    leaveOut();
    list.push({
      name: kernel.k,
      verdict: verdictOfKernel(kernel),
      words: wordsOf(kernel),
      link: linkOf(place),
      isAnswer: answer.kernels.includes(kernel.k),
      probability: kernel.probability,
    });
  }
  leaveOut();
  return list;
}

function wordsOf(kernel: BisectKernel): string {
  const { stale, clean, untested, probability } = kernel;
  const counts = [
    ...(stale > 0 ? [`${stale} stale`] : []),
    ...(clean > 0 ? [`${clean} clean`] : []),
    ...(untested > 0 ? [`${untested} untested`] : []),
  ];
  const runs = runsOf(kernel);
  const ran = runs === 0 ? 'never run' : `${counted(runs, 'run')}: ${counts.join(', ')}`;
  return `${ran}; ${percent(probability)}`;
}
