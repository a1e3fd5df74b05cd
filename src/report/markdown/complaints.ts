/** The kernel's complaints as Markdown. */
import type { Complaint } from '../../result/complaint.js';
import type { Result } from '../../result/result.js';
import { COMPLAINTS_SHOWN, shownLines } from '../text/complaint-text.js';
import { complainedWords, complaintTime, NOBODY_LISTENED } from '../words/complaint-words.js';
import { counted } from '../words/numbers.js';
import { code, fenced } from './spans.js';

/** A part for what the log says, and one for each complaint with its trace. */
export function complaintsMarkdown(result: Result): string[] {
  const { complaints } = result;
  if (complaints === null) return [NOBODY_LISTENED];
  if (complaints.length === 0) return [];
  const more = complaints.length - COMPLAINTS_SHOWN;
  return [
    `**${complainedWords(result)}**`,
    ...complaints.slice(0, COMPLAINTS_SHOWN).flatMap(describe),
    ...(more > 0 ? [`and ${counted(more, 'complaint')} more`] : []),
  ];
}

function describe(complaint: Complaint): string[] {
  return [
    `${code(complaint.line)}: ${code(complaintTime(complaint))}`,
    fenced(shownLines(complaint)),
  ];
}
