/** The kernel's complaints as lines of text, with their traces. */
import type { Complaint } from '../../result/complaint.js';
import type { Result } from '../../result/result.js';
import { complainedWords, complaintTime, NOBODY_LISTENED } from '../words/complaint-words.js';
import { counted } from '../words/numbers.js';

/** Complaints that are told in full; the JSON result holds all that were kept. */
export const COMPLAINTS_SHOWN = 4;
/** Lines of each: enough for a trace without its registers. */
const LINES_SHOWN = 40;

/** What there is to say of the log. */
export function complaintText({ complaints }: Pick<Result, 'complaints'>): string[] {
  if (complaints === null) return [NOBODY_LISTENED];
  if (complaints.length === 0) return [];
  const more = complaints.length - COMPLAINTS_SHOWN;
  return [
    `${complainedWords({ complaints })}:`,
    ...complaints.slice(0, COMPLAINTS_SHOWN).flatMap(describe),
    ...(more > 0 ? [`  and ${counted(more, 'complaint')} more`] : []),
  ];
}

function describe(complaint: Complaint): string[] {
  const lines = shownLines(complaint).map((line) => `    | ${line}`.trimEnd());
  return [`  ${complaintTime(complaint)}: ${complaint.line}`, ...lines];
}

/** The lines of a complaint that are shown where there is little room. */
export function shownLines({ text }: Complaint): string[] {
  const more = text.length - LINES_SHOWN;
  return more > 0 ? [...text.slice(0, LINES_SHOWN), `and ${counted(more, 'line')} more`] : text;
}

/** A complaint with no more of its text than is shown. */
export function shortenedComplaint(complaint: Complaint): object {
  return { ...complaint, text: shownLines(complaint) };
}
