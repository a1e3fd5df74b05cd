/** The kernel's complaints on the page, each with its trace. */
import type { Complaint } from '../../result/complaint.js';
import type { Result } from '../../result/result.js';
import {
  complainedWords,
  complaintName,
  complaintTime,
  NOBODY_LISTENED,
} from '../words/complaint-words.js';
import { counted } from '../words/numbers.js';
import { h, type PageElement } from './element.js';

/** On a page; the JSON result holds all that were kept. */
const COMPLAINTS_SHOWN = 32;

/** What there is to say of the log, null where somebody listened and nothing was said. */
export function complaintBox(result: Result): PageElement | null {
  const { complaints } = result;
  if (complaints === null) return h('p.unheard', {}, `${NOBODY_LISTENED}.`);
  if (complaints.length === 0) return null;
  const more = complaints.length - COMPLAINTS_SHOWN;
  return h(
    'aside.finding.complaints',
    {},
    h('strong', {}, complainedWords(result)),
    complaints.slice(0, COMPLAINTS_SHOWN).map(one),
    more > 0 ? h('p', {}, `and ${counted(more, 'complaint')} more`) : null,
  );
}

function one(complaint: Complaint): PageElement {
  const summary = h('summary', {}, `${complaintName(complaint)}, ${complaintTime(complaint)}`);
  return h('details', {}, summary, h('pre', {}, complaint.text.join('\n')));
}
