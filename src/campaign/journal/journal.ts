/**
 * The journal of a campaign: every finished run is on disk before anybody hears of it, so that the same
 * command goes on where it stopped, whatever stopped it.
 */
import { closeSync, fstatSync, ftruncateSync } from 'node:fs';
import type { Logger } from 'pino';
import { messageOf, UsageError } from '../../errors.js';
import { openRegular } from '../../files/regular-file.js';
import { differenceOf } from './difference.js';
import { openLocked, readWhole } from './file.js';
import { RecordFile } from './record-file.js';
import type { CampaignBuild, CampaignEnds, CampaignHeader, CampaignRun } from './records.js';
import { type JournalContent, readJournalText } from './text.js';

export class Journal {
  readonly file: string;
  readonly header: CampaignHeader;
  readonly #runs: CampaignRun[];
  readonly #builds: CampaignBuild[];
  readonly #records: RecordFile;
  #ends: CampaignEnds | null;

  private constructor(file: string, fd: number, { header, runs, builds, ends }: JournalContent) {
    this.file = file;
    this.header = header;
    this.#records = new RecordFile(file, fd);
    this.#runs = [...runs];
    this.#builds = [...builds];
    this.#ends = ends;
  }

  /**
   * Opens the journal of a campaign, or begins it. It is locked until it is closed or its owner ends.
   *
   * @param wanted the campaign; the seed and the time of an earlier beginning hold
   * @throws UsageError where it cannot be written, is of another campaign, or is in use
   */
  static open(file: string, wanted: CampaignHeader, log: Logger): Journal {
    const fd = openLocked(file);
    try {
      const text = readWhole(fd, file);
      const { header, wholeBytes, ...rest } = readJournalText(text, file);
      const tornBytes = fstatSync(fd).size - wholeBytes;
      if (header !== null) checkSame(header, wanted, file);
      if (tornBytes > 0) {
        log.warn(`the last record of the journal ${file} is torn, and is left out`);
        ftruncateSync(fd, wholeBytes);
      }
      const journal = new Journal(file, fd, { header: header ?? wanted, ...rest });
      if (header === null) journal.#records.begin(wanted);
      return journal;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** The runs that have finished, in the order in which they did. */
  get runs(): readonly CampaignRun[] {
    return this.#runs;
  }

  /**
   * Puts a finished run on disk.
   *
   * @throws UsageError where that fails; the journal is as it was before
   */
  append(run: CampaignRun): void {
    this.#records.append(run);
    this.#runs.push(run);
  }

  /** The builds of commits that have ended, in the order in which they did. */
  get builds(): readonly CampaignBuild[] {
    return this.#builds;
  }

  /**
   * Puts a build that has ended on disk.
   *
   * @throws UsageError as append does
   */
  appendBuild(build: CampaignBuild): void {
    this.#records.append(build);
    this.#builds.push(build);
  }

  /**
   * Notes the ends of a bisect, unless they are as they were.
   *
   * @throws UsageError as append does
   */
  noteEnds(ends: Omit<CampaignEnds, 'record'>): void {
    const record: CampaignEnds = { record: 'ends', ...ends };
    if (JSON.stringify(record) === JSON.stringify(this.#ends)) return;
    this.#records.append(record);
    this.#ends = record;
  }

  close(): void {
    this.#records.close();
  }
}

/**
 * Reads a journal that is not to be written.
 *
 * @throws UsageError where there is none, or it is none
 */
export function readJournal(file: string): Omit<JournalContent, 'ends'> {
  let fd: number;
  try {
    fd = openRegular(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `the journal ${file} cannot be read (${messageOf(error)}): check its name`,
    );
  }
  try {
    const { header, runs, builds } = readJournalText(readWhole(fd, file), file);
    if (header === null) throw new UsageError(`the journal ${file} is empty: nothing was tested`);
    return { header, runs, builds };
  } finally {
    closeSync(fd);
  }
}

function checkSame(header: CampaignHeader, wanted: CampaignHeader, file: string): void {
  const difference = differenceOf(header, wanted);
  if (difference === null) return;
  throw new UsageError(
    `the journal ${file} is of another campaign (${difference}): give another --journal`,
  );
}
