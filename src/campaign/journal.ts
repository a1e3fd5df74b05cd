/**
 * The journal of a campaign: every finished run is on disk before anybody hears of it, so that the same
 * command goes on where it stopped, whatever stopped it.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { messageOf, UsageError } from '../errors.js';
import { tryLock } from '../native/lock.js';
import type { CampaignHeader, CampaignRun } from '../report/campaign.js';
import { VERSION } from '../version.js';
import { readJournalText } from './journal-text.js';

/** No honest journal is longer: thousands of runs with all their evidence. */
const JOURNAL_LIMIT_BYTES = 256 * 1024 ** 2;

export class Journal {
  readonly file: string;
  readonly header: CampaignHeader;
  readonly #runs: CampaignRun[];
  readonly #fd: number;
  #bytes: number;

  private constructor(
    file: string,
    fd: number,
    header: CampaignHeader,
    runs: readonly CampaignRun[],
  ) {
    this.file = file;
    this.header = header;
    this.#fd = fd;
    this.#runs = [...runs];
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
      const { header, runs, wholeBytes } = readJournalText(text, file);
      const tornBytes = fstatSync(fd).size - wholeBytes;
      if (header !== null) checkSame(header, wanted, file);
      if (tornBytes > 0) {
        log.warn(`the last record of the journal ${file} is torn, and is left out`);
        ftruncateSync(fd, wholeBytes);
      }
      const journal = new Journal(file, fd, header ?? wanted, runs);
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

  #write(record: CampaignHeader | CampaignRun): void {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    try {
      // A disk that is nearly full may take a part; each turn writes at least one byte or throws.
      for (let written = 0; written < line.length; )
        written += writeSync(this.#fd, line, written, line.length - written, this.#bytes + written);
      fsyncSync(this.#fd);
    } catch (error) {
      ftruncateSync(this.#fd, this.#bytes);
      throw new UsageError(
        `the journal ${this.file} cannot be written (${messageOf(error)}): free some space, and give the same command again to go on`,
      );
    }
    this.#bytes += line.length;
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
    fd = openSync(file, 'r');
  } catch (error) {
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

function openLocked(file: string): number {
  let fd: number;
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    fd = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o644);
  } catch (error) {
    throw new UsageError(
      `the journal ${file} cannot be written (${messageOf(error)}): give another --journal`,
    );
  }
  if (tryLock(fd)) return fd;
  closeSync(fd);
  throw new UsageError(
    `another campaign is writing the journal ${file}: wait until it ends, or give another --journal`,
  );
}

function readWhole(fd: number, file: string): string {
  const stat = fstatSync(fd);
  if (!stat.isFile()) throw new UsageError(`${file} is no plain file: give another --journal`);
  if (stat.size > JOURNAL_LIMIT_BYTES)
    throw new UsageError(`${file} is larger than any journal: give another --journal`);
  return readFileSync(fd, 'utf8');
}

function checkSame(header: CampaignHeader, wanted: CampaignHeader, file: string): void {
  const difference = differenceOf(header, wanted);
  if (difference === null) return;
  throw new UsageError(
    `the journal ${file} is of another campaign (${difference}): give another --journal`,
  );
}

/**
 * What makes two campaigns different, so that runs of one say nothing of the other.
 *
 * @returns null where nothing does
 */
export function differenceOf(header: CampaignHeader, wanted: CampaignHeader): string | null {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (header.holerace !== wanted.holerace) return `of holerace ${header.holerace}, not ${VERSION}`;
  if (header.kind !== wanted.kind) return `a ${header.kind}, not a ${wanted.kind}`;
  if (!same(header.kernels, wanted.kernels)) return 'its kernels are others, or were replaced';
  if (!same(header.runOptions, wanted.runOptions)) return 'its runs have other options';
  if (!same(header.shard, wanted.shard)) return 'its shard is another';
  return null;
}
