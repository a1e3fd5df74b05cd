/** What is rendered: one result, or several in the order in which they were given. */
import type { Result, Verdict } from './result.js';

export interface Report {
  readonly results: readonly Result[];
}

/** Colours a part of a text that a verdict stands in. */
export type Paint = (verdict: Verdict, text: string) => string;

/** No colours: for files, pipes, and formats that machines read. */
export const unpainted: Paint = (_, text) => text;

/** Renders a report: a pure function, the same text for the same report. Only text is painted. */
export type Formatter = (report: Report, paint?: Paint) => string;

/** The report of one race. */
export function reportOf(result: Result): Report {
  return { results: [result] };
}
