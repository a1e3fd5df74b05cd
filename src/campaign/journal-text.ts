/** What stands in the text of a journal, and where it is torn. */
import { UsageError } from '../errors.js';
import {
  CAMPAIGN_SCHEMA,
  type CampaignHeader,
  type CampaignRun,
  campaignHeaderSchema,
  campaignRunSchema,
} from '../report/campaign.js';

export interface JournalText {
  /** Null where the journal is empty, or torn before the end of its first line. */
  readonly header: CampaignHeader | null;
  readonly runs: readonly CampaignRun[];
  /** The bytes of all whole records; what follows them was being written when something ended it. */
  readonly wholeBytes: number;
}

/** How every journal begins. */
const BEGINNING = '{"record":"campaign",';

/**
 * Reads the text of a journal.
 *
 * @param name of the file, for messages
 * @throws UsageError where it is no journal, one of another version, or damaged elsewhere than at its end
 */
export function readJournalText(text: string, name: string): JournalText {
  const lines = text.split('\n');
  // Every whole record ends its line.
  const torn = lines.pop() ?? '';
  const [first, ...rest] = lines;
  if (first === undefined) {
    if (!BEGINNING.startsWith(torn.slice(0, BEGINNING.length))) throw noJournal(name);
    return { header: null, runs: [], wholeBytes: 0 };
  }
  const header = readHeader(first, name);
  const runs: CampaignRun[] = [];
  let wholeBytes = lengthOf(first);
  for (const [index, line] of rest.entries()) {
    const run = readRun(line, header, runs);
    if (run === null) {
      // Power that fails may leave garbage behind the last record, but no record behind garbage.
      const more = rest.slice(index + 1).some((later) => parsed(later, campaignRunSchema) !== null);
      if (more) {
        throw new UsageError(
          `the journal ${name} is damaged in line ${index + 2}: give another --journal, or cut it off there`,
        );
      }
      break;
    }
    runs.push(run);
    wholeBytes += lengthOf(line);
  }
  return { header, runs, wholeBytes };
}

function lengthOf(line: string): number {
  return Buffer.byteLength(line) + 1;
}

function readHeader(line: string, name: string): CampaignHeader {
  const header = parsed(line, campaignHeaderSchema);
  if (header !== null) return header;
  const schema = /^\{"record":"campaign","schema":"([^"]{1,64})"/.exec(line)?.[1];
  if (schema === undefined || schema === CAMPAIGN_SCHEMA) throw noJournal(name);
  throw new UsageError(
    `the journal ${name} is of another version (${schema}, not ${CAMPAIGN_SCHEMA}): give another --journal`,
  );
}

/** A run, null where the line holds none that could follow those before it. */
function readRun(
  line: string,
  { kernels }: CampaignHeader,
  before: readonly CampaignRun[],
): CampaignRun | null {
  const run = parsed(line, campaignRunSchema);
  if (run === null || run.kernel >= kernels.length || run.verdict !== run.result.verdict)
    return null;
  const earlier = before.filter(({ kernel }) => kernel === run.kernel).length;
  return run.run === earlier + 1 ? run : null;
}

function noJournal(name: string): UsageError {
  return new UsageError(`${name} is no journal of holerace: give another --journal`);
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

function parsed<T>(line: string, schema: Schema<T>): T | null {
  try {
    const outcome = schema.safeParse(JSON.parse(line));
    return outcome.success ? outcome.data : null;
  } catch {
    return null;
  }
}
