/** What a bisect has come to: as an object, and for people. */
import type { BisectReport } from '../report/campaign.js';
import { VERSION } from '../version.js';
import type { KernelEvidence } from './evidence.js';
import type { Answer } from './plan.js';
import { at } from './posterior.js';
import { cleanChances } from './rate.js';
import { columns } from './table.js';

/** Kernels that were never run are shown from this probability on. */
const SHOWN_FROM = 0.001;
/** A chance below which clean runs of a bad kernel are no accident. */
const DOUBTFUL = 0.01;
const NUMBER_COLUMNS = [1, 2, 3, 4];

export interface BisectOutcome {
  /** Each K, from the good end to the bad end. */
  readonly kernels: readonly string[];
  readonly evidence: readonly KernelEvidence[];
  readonly answer: Answer;
  readonly confidence: number;
  readonly firstFixed: boolean;
}

/** The report. Kernels stand in the order of the user's list. */
export function bisectReport(outcome: BisectOutcome): BisectReport {
  const { kernels, evidence, answer, confidence, firstFixed } = outcome;
  const { range, posterior, confirmed, rate } = answer;
  // The first fixed kernel is the good one next to the first bad one, seen from the fix.
  const shift = firstFixed ? 1 : 0;
  const rows = kernels.map((k, kernel) => ({
    k,
    ...at(evidence, kernel),
    probability: posterior.probabilities[kernel + shift] ?? 0,
  }));
  const found = kernels.slice(Math.max(0, range.first - shift), range.last - shift + 1);
  return {
    schema: 'holerace.bisect/1',
    holerace: VERSION,
    looksFor: firstFixed ? 'first-fixed' : 'first-bad',
    confirmed,
    confidence,
    answer: {
      kernels: firstFixed ? found.toReversed() : found,
      probability: range.probability,
    },
    rate,
    kernels: firstFixed ? rows.toReversed() : rows,
  };
}

/** The report for people: the answer, what it rests on, and what speaks against it. */
export function bisectText(report: BisectReport, doubts: readonly string[]): string {
  const shown = report.kernels.filter(
    ({ stale, clean, untested, probability }) =>
      stale + clean + untested > 0 || probability >= SHOWN_FROM,
  );
  const head = ['kernel', 'stale', 'clean', 'untested', 'probability'];
  const cells = shown.map(({ k, stale, clean, untested, probability }) => [
    ...[k, `${stale}`, `${clean}`, `${untested}`],
    percent(probability),
  ]);
  const { mean, deviation } = report.rate;
  const runs = report.kernels.reduce((sum, one) => sum + one.stale + one.clean + one.untested, 0);
  const booted = report.kernels.filter((one) => one.stale + one.clean + one.untested > 0).length;
  return [
    ...columns([head, ...cells], NUMBER_COLUMNS),
    `${runs} runs of ${booted} kernels; a run of a bad kernel is stale with a chance of ${mean.toFixed(2)} ± ${deviation.toFixed(2)}`,
    ...doubts,
    answerLine(report),
    '',
  ].join('\n');
}

function answerLine({ looksFor, confirmed, answer, confidence }: BisectReport): string {
  const what = looksFor === 'first-bad' ? 'the first bad kernel' : 'the first fixed kernel';
  const names = answer.kernels;
  const chance = percent(answer.probability);
  if (!confirmed) {
    const best = names.join(', ');
    return `${what} is not known with a confidence of ${percent(confidence)}: most likely ${best} (${chance})`;
  }
  if (names.length === 1) return `${what} is ${names[0]} (${chance})`;
  return `${what} is one of ${names.join(', ')} (${chance} together): what lies between them cannot be tested`;
}

/** Close to certainty with two digits more, rounded down: nothing that was inferred is 100%. */
function percent(probability: number): string {
  if (probability < SHOWN_FROM) return `<${100 * SHOWN_FROM}%`;
  if (probability <= 0.99) return `${(100 * probability).toFixed(1)}%`;
  return `${(Math.floor(probability * 1e4) / 100).toFixed(2)}%`;
}

/** What the evidence says against one fault that came once and stayed. */
export function doubtsOf({ kernels, evidence, answer }: BisectOutcome): string[] {
  const { firstStale, staleRuns } = answer.posterior;
  return evidence.flatMap(({ stale, clean }, kernel) => {
    if (kernel < firstStale || stale > 0 || clean === 0) return [];
    const chance = cleanChances(staleRuns, 0, clean)[clean] ?? 1;
    if (chance >= DOUBTFUL) return [];
    return [
      `doubtful: ${kernels[kernel]} was clean in ${clean} runs, and lies behind ${kernels[firstStale]}, which is stale`,
    ];
  });
}
