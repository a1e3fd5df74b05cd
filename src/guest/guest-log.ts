/**
 * The kernel's log in a guest, from the first mount to the last unmount. Its beginning and its end are marked
 * in the log itself, so that init knows what came later.
 */
import { writeFileSync } from 'node:fs';
import { KernelLogListener } from '../kernel-log/listener.js';
import { KERNEL_LOG } from '../kernel-log/reader.js';
import type { RecordSink } from '../result/records.js';
import { LOG_MARK } from './log-after-race.js';

export class GuestLog {
  readonly #sink: RecordSink;
  #listener: KernelLogListener | null = null;

  /** @param sink takes the complaints */
  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  /** Begins to listen, where the kernel has a log. */
  begin(): void {
    mark();
    const listener = KernelLogListener.begin(KERNEL_LOG, this.#sink);
    this.#listener = typeof listener === 'string' ? null : listener;
  }

  /** Takes the race's own records, each before it is sent. */
  readonly follow: RecordSink = (record) => this.#listener?.follow(record);

  /** Says which filesystem is about to be mounted. */
  at(filesystem: string): void {
    this.#listener?.at(filesystem);
  }

  /** Reads what is left. */
  end(): void {
    mark();
    this.#listener?.end();
    this.#listener = null;
  }
}

/** A kernel without printk has nobody to tell. */
function mark(): void {
  try {
    writeFileSync(KERNEL_LOG, `${LOG_MARK}\n`);
  } catch {
    // Nobody listens then either.
  }
}
