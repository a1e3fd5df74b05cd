/** Complaints out of the messages of a log: which lines belong together, and what they are. */
import type { ComplaintKind } from '../result/complaint.js';
import { COMPLAINT_LINES_CEILING, LOG_LINE_LIMIT } from '../result/limits.js';
import { printable } from '../result/printable.js';
import type { Message } from './message.js';
import {
  CUT_HERE,
  END_TRACE,
  functionIn,
  isTraceLine,
  kindOf,
  placeIn,
  RULE,
  RULED,
  TRACE_BEGINS,
  WORDY,
} from './shapes.js';

/** What was raced when a message came. */
export interface Circumstances {
  readonly scenario: string | null;
  readonly filesystem: string | null;
  /** Since the race began. */
  readonly seconds: number;
}

/** One complaint as it stands in the log, once. */
export interface Block {
  readonly kind: ComplaintKind;
  readonly line: string;
  readonly function: string | null;
  readonly place: string | null;
  readonly text: readonly string[];
  /** Of its first line. */
  readonly circumstances: Circumstances;
}

/** Lines of one complaint that are looked at; the ceiling says how many are kept. */
const LINES_LIMIT = 1024;
/** After `cut here` or a rule, the line that says what it is comes within so many. */
const HEAD_WITHIN_LINES = 32;

/** A complaint that may go on. */
interface Draft {
  /** How it began: after `cut here`, after a rule, or with its own first line. */
  readonly opening: 'cut' | 'rule' | 'line';
  readonly circumstances: Circumstances;
  kind: ComplaintKind | null;
  line: string;
  function: string | null;
  place: string | null;
  traced: boolean;
  lines: number;
  readonly text: string[];
}

/** Takes a log message by message, and gives each complaint when it has come to its end. */
export class BlockReader {
  readonly #take: (block: Block) => void;
  #draft: Draft | null = null;

  constructor(take: (block: Block) => void) {
    this.#take = take;
  }

  push({ text: said, isKernels }: Message, circumstances: Circumstances): void {
    if (!isKernels) return;
    const text = fitted(said);
    if (CUT_HERE.test(text)) this.#begin('cut', circumstances, text);
    else if (RULE.test(text)) this.#rule(circumstances, text);
    else this.#line(circumstances, text);
  }

  #line(circumstances: Circumstances, text: string): void {
    const kind = kindOf(text);
    const draft = this.#draft;
    const belongs =
      draft !== null && (kind === null ? goesOn(draft, text) : takesHead(draft, kind));
    if (belongs) append(draft, text);
    else if (kind === null) this.end();
    else this.#begin('line', circumstances, text);
    if (this.#draft !== null) note(this.#draft, text, kind);
    if (END_TRACE.test(text)) this.end();
  }

  /** Nothing more comes: what has begun is all there is. */
  end(): void {
    const draft = this.#draft;
    this.#draft = null;
    if (draft?.kind == null) return;
    const { kind, line, place, text, circumstances } = draft;
    this.#take({ kind, line, function: draft.function, place, text, circumstances });
  }

  /** A rule ends a report that stands between two, and begins any other. */
  #rule(circumstances: Circumstances, text: string): void {
    const draft = this.#draft;
    if (draft?.kind != null && RULED.has(draft.kind)) {
      append(draft, text);
      this.end();
    } else {
      this.#begin('rule', circumstances, text);
    }
  }

  #begin(opening: Draft['opening'], circumstances: Circumstances, text: string): void {
    this.end();
    this.#draft = {
      ...{ opening, circumstances, kind: null, line: '', function: null, place: null },
      ...{ traced: false, lines: 1, text: [text] },
    };
  }
}

/** Without what cannot be printed, and no longer than a line is kept. */
function fitted(text: string): string {
  return printable(text.replaceAll('\t', '    '))
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, LOG_LINE_LIMIT);
}

function append(draft: Draft, text: string): void {
  draft.lines++;
  if (draft.text.length < COMPLAINT_LINES_CEILING) draft.text.push(text);
}

/** The first line that says anything is the complaint's, and the first place and function that any line names. */
function note(draft: Draft, text: string, kind: ComplaintKind | null): void {
  // The words of a WARN() stand before the line that says so.
  if (draft.line === '') draft.line = text;
  draft.kind ??= kind;
  if (kind !== null) {
    draft.place ??= placeIn(text);
    draft.function ??= functionIn(text);
  }
  if (/^RIP: /.test(text)) draft.function ??= functionIn(text);
  draft.traced ||= TRACE_BEGINS.test(text);
}

/** Whether what would begin another complaint belongs to this one: before its trace it may say several things. */
function takesHead(draft: Draft, kind: ComplaintKind): boolean {
  if (draft.kind === null) return draft.lines < HEAD_WITHIN_LINES;
  if (draft.traced || draft.lines >= LINES_LIMIT) return false;
  // An oops says first what was wrong and then that it is one; a BUG has one in its block.
  return draft.opening === 'cut' || (draft.kind === 'oops' && kind === 'oops');
}

/** Whether a line that begins nothing belongs to the complaint under way. */
function goesOn(draft: Draft, text: string): boolean {
  if (draft.kind === null) return draft.lines < HEAD_WITHIN_LINES;
  if (draft.lines >= LINES_LIMIT) return false;
  if (draft.opening === 'cut') return true;
  if (draft.opening === 'rule' && RULED.has(draft.kind)) return true;
  const isWordy = draft.kind === 'oops' || (draft.opening === 'rule' && WORDY.has(draft.kind));
  if (!draft.traced && isWordy) return true;
  return isTraceLine(text) || END_TRACE.test(text);
}
