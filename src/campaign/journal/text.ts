/** What stands in the text of a journal, and where it is torn. */
import { z } from 'zod';
import { UsageError } from '../../errors.js';
import { withoutMark } from '../../files/regular-file.js';
import { RUNS_LIMIT } from '../../result/campaign.js';
import { isHistory } from '../../result/history.js';
import { isBelievedRun } from '../believe.js';
import { linesOf, parsed } from './lines.js';
import {
  CAMPAIGN_SCHEMA,
  type CampaignBuild,
  type CampaignEnds,
  type CampaignHeader,
  type CampaignRun,
  campaignBuildSchema,
  campaignEndsSchema,
  campaignHeaderSchema,
  campaignRunSchema,
} from './records.js';

/** What a journal says. */
export interface JournalContent {
  readonly header: CampaignHeader;
  readonly runs: readonly CampaignRun[];
  /** The builds of commits, in the order in which they ended. */
  readonly builds: readonly CampaignBuild[];
  /** The ends of a bisect as they were last, null where none were noted. */
  readonly ends: CampaignEnds | null;
}

export interface JournalText extends Omit<JournalContent, 'header'> {
  /** Null where the journal is empty, or torn before the end of its first line. */
  readonly header: CampaignHeader | null;
  /** The bytes of all whole records; what follows them was being written when something ended it. */
  readonly wholeBytes: number;
}

const REMEDY = 'give another --journal';

/** How every journal begins. */
const BEGINNING = '{"record":"campaign",';
/** A byte order mark before it, where somebody has saved it again. */
const MARK_BYTES = 3;

/** Whether a text can only be a journal, whole or damaged. */
export function isJournal(text: string): boolean {
  return withoutMark(text).startsWith(BEGINNING);
}

/** The text without what a file may be filled up with where power failed before its content was on disk. */
function withoutFilling(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\0') end--;
  return text.slice(0, end);
}

/**
 * Reads the text of a journal.
 *
 * @param bytes of the whole file
 * @param name of the file, for messages
 * @param remedy what to do instead, for messages
 * @throws UsageError where it is no journal, one of another version, or damaged elsewhere than at its end
 */
export function readJournalText(bytes: Buffer, name: string, remedy = REMEDY): JournalText {
  const lines = linesOf(bytes);
  const first = lines.next().value ?? undefined;
  if (first === undefined) {
    checkBeginning(bytes, name, remedy);
    return { header: null, runs: [], builds: [], ends: null, wholeBytes: 0 };
  }
  const header = readHeader(withoutMark(first.text), name, remedy);
  const runs: CampaignRun[] = [];
  const builds: CampaignBuild[] = [];
  let ends: CampaignEnds | null = null;
  let wholeBytes = first.end;
  let line = 1;
  const runsOf = new Map<number, number>();
  for (const { text, end } of lines) {
    line++;
    const record =
      readEnds(text, header) ?? readBuild(text, header) ?? readRun(text, header, runsOf);
    if (record === null) {
      if (isTorn(bytes.subarray(wholeBytes))) break;
      throw damaged(name, line, remedy);
    }
    if (record.record === 'ends') ends = record;
    else if (record.record === 'build') builds.push(record);
    else {
      runs.push(record);
      runsOf.set(record.kernel, record.run);
    }
    if (runs.length > RUNS_LIMIT || builds.length > RUNS_LIMIT)
      throw new UsageError(`the journal ${name} holds more than any campaign: ${remedy}`);
    wholeBytes = end;
  }
  if (!isTorn(bytes.subarray(wholeBytes))) throw damaged(name, line + 1, remedy);
  return { header, runs, builds, ends, wholeBytes };
}

function damaged(name: string, line: number, remedy: string): UsageError {
  return new UsageError(
    `the journal ${name} is damaged in line ${line}: ${remedy}, or cut it off there`,
  );
}

/** How every record begins. */
const RECORD = '{"record":"';

/**
 * Whether what follows the last whole record can be what was left of the next one where something ended it: its
 * beginning, or what a disk shows of bytes that never came to it. Nothing of a record that was whole is passed over.
 */
function isTorn(bytes: Buffer): boolean {
  const text = withoutFilling(bytes.toString('utf8'));
  if (text.lastIndexOf(RECORD) > 0) return false;
  if (!text.startsWith('{')) return true;
  // With its end on disk only bytes in between can be missing.
  const hasEnd = text.includes('\n');
  return hasEnd ? text.includes('\0') : !isMoreThanWhole(text);
}

/** Whether a text is an object with something behind it: a record whose line feed is another byte by now. */
function isMoreThanWhole(text: string): boolean {
  const end = text.lastIndexOf('}') + 1;
  return end < text.length && parsed(text.slice(0, end), z.looseObject({})) !== null;
}

/**
 * Looks at the beginning of a file alone: whether it is a journal, or was to become one.
 *
 * @throws UsageError where it is none
 */
export function checkBeginning(bytes: Buffer, name: string, remedy = REMEDY): void {
  // Less than that may be the beginning of anything: what is not holerace's own is left alone.
  if (bytes.length > 0 && !isJournal(bytes.toString('utf8', 0, BEGINNING.length + MARK_BYTES)))
    throw noJournal(name, remedy);
}

function readHeader(line: string, name: string, remedy: string): CampaignHeader {
  const header = parsed(line, campaignHeaderSchema);
  if (header !== null && isWhole(header)) return header;
  const schema = /^\{"record":"campaign","schema":"([^"]{1,64})"/.exec(line)?.[1];
  if (schema === undefined || schema === CAMPAIGN_SCHEMA) throw noJournal(name, remedy);
  throw new UsageError(
    `the journal ${name} is of another version (${schema}, not ${CAMPAIGN_SCHEMA}): ${remedy}`,
  );
}

/** Whether the commits of a header, where it has any, are its kernels, each of them behind its parents. */
function isWhole({ kernels, git }: CampaignHeader): boolean {
  if (git === undefined) return true;
  return git.commits.length === kernels.length && isHistory(git.commits);
}

/** The ends of a bisect, null where the line holds none that could be. */
function readEnds(line: string, { kernels, kind }: CampaignHeader): CampaignEnds | null {
  const ends = parsed(line, campaignEndsSchema);
  if (ends === null || kind !== 'bisect' || ends.good === ends.bad) return null;
  return Math.max(ends.good, ends.bad) < kernels.length ? ends : null;
}

/** A build of a commit, null where the line holds none that could be. */
function readBuild(line: string, { kernels, git }: CampaignHeader): CampaignBuild | null {
  const build = parsed(line, campaignBuildSchema);
  return build !== null && git !== undefined && build.kernel < kernels.length ? build : null;
}

/**
 * A run, null where the line holds none that could follow those before it.
 *
 * @param runsOf how many each kernel has had
 */
function readRun(
  line: string,
  header: CampaignHeader,
  runsOf: ReadonlyMap<number, number>,
): CampaignRun | null {
  const run = parsed(line, campaignRunSchema);
  if (run === null || run.kernel >= header.kernels.length) return null;
  if (run.verdict !== run.result.verdict || !isBelievedRun(run.result, header)) return null;
  return run.run === (runsOf.get(run.kernel) ?? 0) + 1 ? run : null;
}

function noJournal(name: string, remedy: string): UsageError {
  return new UsageError(`${name} is not a holerace journal: ${remedy}`);
}
