/** A file of records, one a line, each of which is on disk before anybody hears of it. */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UsageError } from '../../errors.js';
import { SAVED_LIMIT_BYTES } from '../../result/limits.js';

export class RecordFile {
  readonly #file: string;
  readonly #fd: number;
  #bytes: number;

  /**
   * @param file its name
   * @param fd open for writing and locked; closed with this
   */
  constructor(file: string, fd: number) {
    this.#file = file;
    this.#fd = fd;
    this.#bytes = fstatSync(fd).size;
  }

  /**
   * Puts the first record on disk, and the name of the file too.
   *
   * @throws UsageError as append does
   */
  begin(record: object): void {
    this.append(record);
    // A file whose name is not on disk is lost with its content.
    const folder = openSync(path.dirname(path.resolve(this.#file)), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  /**
   * Puts a record on disk.
   *
   * @throws UsageError where that fails; the file is as it was before
   */
  append(record: object): void {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    if (this.#bytes + line.length > SAVED_LIMIT_BYTES)
      throw new UsageError(`the journal ${this.#file} is full: begin another with --restart`);
    try {
      // A disk that is nearly full may take a part; each turn writes at least one byte or throws.
      for (let written = 0; written < line.length; )
        written += writeSync(this.#fd, line, written, line.length - written, this.#bytes + written);
      fsyncSync(this.#fd);
    } catch (error) {
      this.#cutOff();
      throw new UsageError(
        `the journal ${this.#file} cannot be written (${messageOf(error)}): free some space, and give the same command again to go on`,
      );
    }
    this.#bytes += line.length;
  }

  close(): void {
    closeSync(this.#fd);
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
