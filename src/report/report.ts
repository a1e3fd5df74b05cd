/** What is rendered: results of single races and campaigns, in the order in which they were given. */
import type { BisectReport, SweepReport } from '../result/campaign.js';
import type { Reduction } from '../result/reduction.js';
import type { Result, Verdict } from '../result/result.js';

export interface Report {
  readonly results: readonly Result[];
  readonly campaigns?: readonly CampaignPart[];
  /** The whole run of the least of each is among the results, where there is one. */
  readonly reductions?: readonly Reduction[];
}

/** A campaign of a report, with what had to be computed of it: formatters only render. */
export type CampaignPart = SweepPart | BisectPart;

export interface SweepPart {
  readonly kind: 'sweep';
  readonly sweep: SweepReport;
}

export interface BisectPart {
  readonly kind: 'bisect';
  readonly bisect: BisectReport;
  /** What was known before the first run and after the others: all of them, or as many as a picture can show. */
  readonly steps: readonly PosteriorStep[];
  /** What speaks against the answer, a sentence each. */
  readonly doubts: readonly string[];
}

/** The posterior after a number of runs. */
export interface PosteriorStep {
  /** 0 before the first. */
  readonly runs: number;
  /** For each kernel of the bisect, that it is the one looked for. */
  readonly probabilities: readonly number[];
}

/** Colours a part of a text that a verdict stands in. */
export type Paint = (verdict: Verdict, text: string) => string;

/** No colours: for files, pipes, and formats that machines read. */
export const unpainted: Paint = (_, text) => text;

/** Renders a report: a pure function, the same text for the same report. Only text is painted. */
export type Formatter = (report: Report, paint?: Paint) => string;

/** Gives the C program that shows what a result found, null where there is none. */
export type ProgramOf = (result: Result) => string | null;

/** The report of one race. */
export function reportOf(result: Result): Report {
  return { results: [result] };
}
