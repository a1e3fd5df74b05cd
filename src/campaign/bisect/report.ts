/** What a bisect has come to, as an object, and what can be computed of it. */

import type { BisectPart } from '../../report/report.js';
import { outcomeWords } from '../../report/words/bisect-words.js';
import type { BisectReport } from '../../result/campaign.js';
import type { Result } from '../../result/result.js';
import { VERSION } from '../../version.js';
import { doubtfulCommits, rangeOf } from '../commits/evidence.js';
import type { CampaignState } from '../state.js';
import { answerSoFar, type BisectSettings, decide } from './decision.js';
import { at, type CandidateRange, posteriorOf } from './posterior.js';
import { posteriorSteps, rowProbabilities } from './posterior-steps.js';
import { cleanChances } from './rate.js';
import { refusalWords } from './refusal.js';

/** A chance below which clean runs of a bad kernel are no accident. */
const DOUBTFUL = 0.01;

export interface BisectSoFar {
  /** Each K of the campaign. */
  readonly kernels: readonly string[];
  /** Those of them that lie between the ends, from the good end to the bad end. */
  readonly order: readonly number[];
  readonly state: Pick<CampaignState, 'counts' | 'latest' | 'telling' | 'runs'>;
  readonly settings: BisectSettings;
  /** What makes a kernel bad, where it is not a stale read alone. */
  readonly badIf?: string[] | undefined;
}

/**
 * The report of a bisect, as it would end by now; not confirmed where there was more to be run. Kernels stand
 * in the order of the user's list.
 *
 * @param holerace the version that has tested them
 */
export function bisectReport(bisect: BisectSoFar, holerace = VERSION): BisectReport {
  const { kernels, state, settings, badIf } = bisect;
  const { answer, refused } = endingOf(bisect);
  const { range, posterior, confirmed, rate } = answer;
  // Where the fix is looked for the bad end comes first in the list.
  const firstFixed = at(bisect.order, 0) > at(bisect.order, bisect.order.length - 1);
  const order = firstFixed ? bisect.order.toReversed() : bisect.order;
  const probabilities = rowProbabilities(posterior, firstFixed);
  const places = new Map(order.map((kernel, row) => [kernel, row]));
  return {
    schema: 'holerace.bisect/1',
    holerace,
    looksFor: firstFixed ? 'first-fixed' : 'first-bad',
    ...(badIf === undefined ? {} : { badIf }),
    confirmed,
    confidence: settings.confidence,
    ...(refused === null ? {} : { refused }),
    answer: { kernels: namesOf(bisect, range, firstFixed), probability: range.probability },
    rate,
    kernels: order.map((kernel, row) => ({
      k: kernels[kernel] ?? '',
      ...at(state.counts, kernel),
      probability: probabilities[row] ?? 0,
      ...resultOf(state.telling[kernel] ?? null),
    })),
    runs: state.runs.flatMap(({ kernel, verdict }) => {
      const row = places.get(kernel);
      return row === undefined ? [] : [{ kernel: row, verdict }];
    }),
  };
}

/** The answer by now, and why the bisect would be given up, else null. */
function endingOf({ kernels, order, state, settings, badIf }: BisectSoFar) {
  const counts = order.map((kernel) => at(state.counts, kernel));
  const decision = decide(counts, settings);
  if (decision.next === 'answer') return { answer: decision.answer, refused: null };
  const answer = answerSoFar(counts);
  if (decision.next === 'run') return { answer, refused: null };
  const [good = '', bad = ''] = [order[0], order.at(-1)].map((kernel) => kernels[kernel ?? -1]);
  const lastOfBad = state.latest[order.at(-1) ?? -1] ?? null;
  return {
    answer,
    refused: refusalWords(decision.refusal, [good, bad], { ...settings, badIf }, lastOfBad),
  };
}

/** The kernels of a range. The first fixed kernel is the good one next to the first bad one, seen from the fix. */
function namesOf(
  { kernels, order }: BisectSoFar,
  { first, last }: CandidateRange,
  firstFixed: boolean,
): string[] {
  const shift = firstFixed ? 1 : 0;
  const found = order.slice(Math.max(0, first - shift), Math.max(1, last - shift + 1));
  const names = found.map((kernel) => kernels[kernel] ?? '');
  return firstFixed ? names.reverse() : names;
}

function resultOf(result: Result | null): { result?: Result } {
  return result === null ? {} : { result };
}

/** A bisect with what its pictures and its doubts need. */
export function bisectPart(bisect: BisectReport): BisectPart {
  return { kind: 'bisect', bisect, steps: posteriorSteps(bisect), doubts: doubtsOf(bisect) };
}

/** What the evidence says against one fault that came once and stayed. */
export function doubtsOf(report: BisectReport): string[] {
  const { kernels: rows, looksFor, badIf, git } = report;
  const words = outcomeWords(badIf);
  const doubtWords = (k: string, clean: number, stale = ''): string =>
    `doubtful: ${k} was ${words.clean} in ${clean} runs, and lies behind ${stale}, which is ${words.stale}`;
  if (git !== undefined) {
    const doubts = doubtfulCommits(rangeOf(git, looksFor), rows, DOUBTFUL);
    return doubts.map(({ commit, clean, stale }) =>
      doubtWords(rows[commit]?.k ?? '', clean, rows[stale]?.k),
    );
  }
  const kernels = looksFor === 'first-fixed' ? rows.toReversed() : rows;
  const { firstStale, staleRuns } = posteriorOf(kernels);
  return kernels.flatMap(({ k, stale, clean }, kernel) => {
    if (kernel < firstStale || stale > 0 || clean === 0) return [];
    const chance = cleanChances(staleRuns, 0, clean)[clean] ?? 1;
    if (chance >= DOUBTFUL) return [];
    return [doubtWords(k, clean, kernels[firstStale]?.k)];
  });
}
