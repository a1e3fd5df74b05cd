/**
 * The journal of a campaign: every finished run is on disk before anybody hears of it, so that the same
 * command goes on where it stopped, whatever stopped it.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { messageOf, UsageError } from '../../errors.js';
import { openRegular } from '../../files/regular-file.js';
import { SAVED_LIMIT_BYTES } from '../../result/limits.js';
import { differenceOf } from './difference.js';
import { openLocked, readWhole } from './file.js';
import type { CampaignBuild, CampaignEnds, CampaignHeader, CampaignRun } from './records.js';
import { type JournalContent, readJournalText } from './text.js';

export class Journal {
  readonly file: string;
  readonly header: CampaignHeader;
  readonly #runs: CampaignRun[];
  readonly #builds: CampaignBuild[];
  readonly #fd: number;
  #ends: CampaignEnds | null;
  #bytes: number;

  private constructor(file: string, fd: number, { header, runs, builds, ends }: JournalContent) {
    this.file = file;
    this.header = header;
    this.#fd = fd;
    this.#runs = [...runs];
    this.#builds = [...builds];
    this.#ends = ends;
    this.#bytes = fstatSync(fd).size;
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
      if (header === null) journal.#begin();
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
    this.#write(run);
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
    this.#write(build);
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
    this.#write(record);
    this.#ends = record;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #begin(): void {
    this.#write(this.header);
    // A file whose name is not on disk is lost with its content.
    const folder = openSync(path.dirname(path.resolve(this.file)), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  #write(record: CampaignHeader | CampaignEnds | CampaignBuild | CampaignRun): void {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    if (this.#bytes + line.length > SAVED_LIMIT_BYTES)
      throw new UsageError(`the journal ${this.file} is full: begin another with --restart`);
    try {
      // A disk that is nearly full may take a part; each turn writes at least one byte or throws.
      for (let written = 0; written < line.length; )
        written += writeSync(this.#fd, line, written, line.length - written, this.#bytes + written);
      fsyncSync(this.#fd);
    } catch (error) {
      this.#cutOff();
      throw new UsageError(
        `the journal ${this.file} cannot be written (${messageOf(error)}): free some space, and give the same command again to go on`,
      );
    }
    this.#bytes += line.length;
  }

  /** Takes away the part of a record that was written. */
  #cutOff(): void {
    try {
      ftruncateSync(this.#fd, this.#bytes);
    } catch {
      // A disk that refuses this too: whoever opens the journal next leaves the torn record out.
    }
  }
}

/**
 * Reads a journal that is not to be written.
 *
 * @throws UsageError where there is none, or it is none
 */
export function readJournal(file: string): {
  header: CampaignHeader;
  runs: readonly CampaignRun[];
} {
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
    const { header, runs } = readJournalText(readWhole(fd, file), file);
    if (header === null) throw new UsageError(`the journal ${file} is empty: nothing was tested`);
    return { header, runs };
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
