/**
 * What makes a kernel bad: a stale read, unless the user asks for something else. So a kernel that begins to
 * warn, to crash or to hang can be looked for as one that begins to be stale can.
 */
import { UsageError } from '../errors.js';
import type { Complaint } from './complaint.js';
import type { Result, Verdict } from './result.js';

const KINDS = ['stale', 'complaint', 'sigbus', 'oops', 'panic', 'hang'] as const;

export interface BadIf {
  readonly kind: (typeof KINDS)[number];
  /** What a complaint must hold in its first line, its function or its place; null for any, and other kinds. */
  readonly text: string | null;
}

/** A kernel is bad, good, or cannot be told. */
export type Judgement = 'bad' | 'good' | 'untested';

const STALE: BadIf = { kind: 'stale', text: null };
const TEXT_LIMIT = 256;

/**
 * Reads what the user has asked for; nothing asks for a stale read.
 *
 * @throws UsageError for an unknown kind, or a text that is empty or has no use
 */
export function parseBadIf(asked: readonly string[] | undefined): BadIf[] {
  if (asked === undefined || asked.length === 0) return [STALE];
  return asked.map(parseOne);
}

function parseOne(asked: string): BadIf {
  const at = asked.indexOf('=');
  const name = at < 0 ? asked : asked.slice(0, at);
  const text = at < 0 ? null : asked.slice(at + 1);
  const kind = KINDS.find((one) => one === name);
  if (kind === undefined) {
    throw new UsageError(`--bad-if ${asked} is not known: give ${KINDS.join(', ')}`);
  }
  if (text === null) return { kind, text };
  if (kind !== 'complaint') {
    throw new UsageError(`--bad-if ${kind} takes no text: leave out =${text}`);
  }
  if (text.trim() === '' || text.length > TEXT_LIMIT) {
    throw new UsageError(
      `--bad-if complaint= needs a text of up to ${TEXT_LIMIT} characters: give one, or leave out the equals sign`,
    );
  }
  return { kind, text };
}

/** Whether nothing but the verdict decides. */
export function isVerdictAlone(badIf: readonly BadIf[]): boolean {
  return badIf.every(({ kind }) => kind === 'stale');
}

/** As the user wrote it. */
export function badIfWords(badIf: readonly BadIf[]): string[] {
  return badIf.map(({ kind, text }) => (text === null ? kind : `${kind}=${text}`));
}

/**
 * What a result says of its kernel. It is good only if all of it was raced to its end, and the log was heard
 * where the log is asked about: a guest that ended in a way that was not named is untested.
 */
export function judge(result: Result, badIf: readonly BadIf[]): Judgement {
  if (badIf.some((one) => meets(result, one))) return 'bad';
  const { verdict, finding, reason, complaints } = result;
  const asksLog = badIf.some(({ kind }) => kind === 'complaint');
  if (asksLog && complaints === null) return 'untested';
  // Stale reads are beside the point where they were not asked about.
  const isWhole = verdict === 'clean' || (verdict === 'stale' && reason === null);
  return isWhole && finding === null ? 'good' : 'untested';
}

/** The same as a verdict, for counts that know no other: `stale` stands for bad. */
export function verdictBy(result: Result, badIf: readonly BadIf[]): Verdict {
  if (isVerdictAlone(badIf)) return result.verdict;
  const judgement = judge(result, badIf);
  if (judgement === 'untested') return 'untested';
  return judgement === 'bad' ? 'stale' : 'clean';
}

function meets(result: Result, { kind, text }: BadIf): boolean {
  const { verdict, finding, complaints } = result;
  switch (kind) {
    case 'stale':
      return verdict === 'stale';
    case 'complaint':
      return (complaints ?? []).some((one) => text === null || tells(one, text));
    case 'sigbus':
      return hadSigbus(result);
    default:
      return finding?.kind === kind;
  }
}

/** Not the trace: whatever warns in a fault has the functions of DAX in it. */
function tells({ line, place, ...complaint }: Complaint, text: string): boolean {
  return [line, place, complaint.function].some((part) => part?.includes(text));
}

/** A load that got no page and was survived, or one that ended the racing process. */
function hadSigbus({ scenarios, finding }: Result): boolean {
  const survived = scenarios.some(({ sigbus }) => sigbus > 0);
  return survived || (finding?.kind === 'died' && /\bSIGBUS\b/.test(finding.message));
}
