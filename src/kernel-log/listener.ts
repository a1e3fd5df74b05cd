/**
 * Listens to the kernel's log beside a race: outside its threads, and from the moment at which it begins. What
 * is complained of leaves as records, as it is said.
 */
import { messageOf } from '../errors.js';
import type { RaceRecord, RecordSink } from '../result/records.js';
import { BlockReader, type Circumstances } from './blocks.js';
import { KernelLogReader } from './reader.js';
import { ComplaintTally } from './tally.js';

/** Often enough that a log is not overwritten, seldom enough that no race is the slower for it. */
export const LOOK_EVERY_MS = 500;
/** At the end all of it is read, unless it never ends. */
const LOOKS_AT_END = 64;

const NANOSECONDS = 1e9;

/** Records that say where the race is: before each of them the log is read. Of the others there are too many. */
const TURNS: ReadonlySet<RaceRecord['record']> = new Set<RaceRecord['record']>([
  ...(['racing', 'scenario', 'target', 'untested', 'stuck', 'done'] as const),
]);

export class KernelLogListener {
  readonly #reader: KernelLogReader;
  readonly #tally: ComplaintTally;
  readonly #blocks = new BlockReader((block) => this.#tally.add(block));
  readonly #beganMs = performance.now();
  /** By the clock of the log, as near as a process knows it (clock_gettime(2), CLOCK_MONOTONIC). */
  readonly #beganSeconds = Number(process.hrtime.bigint()) / NANOSECONDS;
  #lastLookSeconds = 0;
  #scenario: string | null = null;
  #filesystem: string | null = null;
  #timer: NodeJS.Timeout | undefined;

  private constructor(reader: KernelLogReader, sink: RecordSink) {
    this.#reader = reader;
    this.#tally = new ComplaintTally(sink);
    sink({ record: 'listening', kernelSeconds: this.#beganSeconds });
    this.#timer = setInterval(() => this.#lookNow(), LOOK_EVERY_MS).unref();
  }

  /**
   * Begins to listen; all that the log holds by now is not of this race.
   *
   * @param sink takes the complaints
   * @returns why nobody can listen, where the log cannot be read
   */
  static begin(file: string, sink: RecordSink): KernelLogListener | string {
    try {
      return new KernelLogListener(new KernelLogReader(file), sink);
    } catch (error) {
      return messageOf(error);
    }
  }

  /** Takes the race's own records, each before it is sent on: they say what is raced. */
  readonly follow: RecordSink = (record) => {
    if (!TURNS.has(record.record)) return;
    this.#lookNow();
    if (record.record === 'racing') {
      this.#scenario = record.scenario;
      this.#filesystem = record.filesystem;
    }
    if (record.record === 'target') {
      this.#scenario = null;
      this.#filesystem = record.target.filesystem;
    }
    if (record.record === 'scenario') {
      this.#tally.tellAgain();
      this.#scenario = null;
    }
    if (record.record === 'stuck') this.#finish();
  };

  /** Says what is mounted or unmounted, where no scenario is raced. */
  at(filesystem: string | null): void {
    this.#lookNow();
    this.#scenario = null;
    this.#filesystem = filesystem;
  }

  /** Reads all that there is, and ends. */
  end(): void {
    clearInterval(this.#timer);
    this.#finish();
    this.#reader.close();
  }

  #finish(): void {
    for (let looks = 0; looks < LOOKS_AT_END && this.#look() > 0; looks++);
    this.#blocks.end();
    this.#tally.tellAgain();
  }

  #lookNow(): void {
    // A trace is printed at once: a complaint after which nothing came has come to its end.
    if (this.#look() === 0) this.#blocks.end();
  }

  /** Returns how many messages there were. */
  #look(): number {
    const { messages, lost } = this.#reader.look();
    const nowSeconds = (performance.now() - this.#beganMs) / 1000;
    for (const message of messages) {
      const seconds = message.seconds - this.#beganSeconds;
      // Where the two clocks differ, it came between two looks all the same.
      const within = Math.min(Math.max(seconds, this.#lastLookSeconds), nowSeconds);
      this.#blocks.push(message, this.#now(within));
    }
    if (lost) this.#tally.addLost(this.#now(nowSeconds));
    this.#lastLookSeconds = nowSeconds;
    return messages.length;
  }

  #now(seconds: number): Circumstances {
    return { scenario: this.#scenario, filesystem: this.#filesystem, seconds };
  }
}
