/** A sweep on the page: its verdict, the ladder of its kernels, and those that say most by themselves. */
import type { SweepKernel, SweepReport } from '../../result/campaign.js';
import type { Result } from '../../result/result.js';
import { firstStaleOf, sweepWords } from '../text/sweep-text.js';
import { hasFailed } from '../words/failure.js';
import { verdictWords } from '../words/words.js';
import { h, type PageElement } from './element.js';
import { rungs } from './ladder.js';
import { resultSection } from './result-section.js';

/** Kernels with a section of their own: with their pictures they weigh most. Failed ones come first. */
const SECTIONS_SHOWN = 12;

/** The part of the page about a sweep. */
export function sweepSection(sweep: SweepReport, id: string): PageElement {
  const { kernels, verdict } = sweep;
  const shown = chosen(kernels);
  const idOf = (kernel: SweepKernel): string => `${id}-${kernels.indexOf(kernel) + 1}`;
  const heading = h('h1', {}, verdict, h('small', {}, 'sweep'));
  const list = kernels.map((kernel) => ({
    name: nameOf(kernel),
    verdict: kernel.verdict,
    words: wordsOf(kernel),
    link: shown.has(kernel) ? idOf(kernel) : null,
  }));
  const left = kernels.filter(({ result }) => result !== null).length - shown.size;
  const rest =
    left === 0 ? null : h('p.note', {}, 'What is not linked is told in full by holerace report.');
  const sections = [...shown].map(([kernel, result]) => resultSection(result, idOf(kernel)));
  return h(
    'section.ladder',
    { id },
    h(`div.banner.${verdict}`, {}, heading, h('p', {}, sweepWords(sweep))),
    rungs(list),
    rest,
    sections,
  );
}

/** The kernels that have a section, in the order of the list. */
function chosen(kernels: readonly SweepKernel[]): Map<SweepKernel, Result> {
  const ran = kernels.flatMap((kernel): [SweepKernel, Result][] =>
    kernel.result === null ? [] : [[kernel, kernel.result]],
  );
  const failed = ran.filter(([, result]) => hasFailed(result));
  const others = ran.filter(([, result]) => !hasFailed(result));
  const most = new Map([...failed, ...others].slice(0, SECTIONS_SHOWN));
  return new Map(ran.filter(([kernel]) => most.has(kernel)));
}

function nameOf({ k, result }: SweepKernel): string {
  const release = result?.kernel.release ?? '';
  return release === '' || k.includes(release) ? k : `${k} (${release})`;
}

function wordsOf({ reason, result }: SweepKernel): string {
  if (result === null) return reason ?? '';
  const first = firstStaleOf(result);
  return first === '' ? verdictWords(result) : `${verdictWords(result)}, the first after ${first}`;
}
