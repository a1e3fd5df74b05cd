/** Records as lines of bytes. */
import { writeSync } from 'node:fs';
import type { RecordSink } from './records.js';

/** Between two tries to write to whoever does not take any more at the moment. */
const RETRY_EVERY_MS = 5;
/** Who reads is a busy machine's other process, or a serial line; longer than this nobody reads. */
const WRITE_LIMIT_MS = 60_000;

/**
 * A sink that writes to a descriptor at once, so that a record has left before the race goes on.
 *
 * A Worker pipes its output to `process.stdout`, which makes a pipe there non-blocking: while it is full,
 * write(2) fails with EAGAIN (pipe(7)), and is tried again.
 *
 * @throws Error with the errno's name as its code, EAGAIN where nobody reads for a minute
 */
export function descriptorSink(fd: number): RecordSink {
  return (record) => {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    // A terminal or a pipe may take a part.
    for (let written = 0, waitedMs = 0; written < line.length; ) {
      const taken = writeSome(fd, line, written);
      written += taken;
      if (taken > 0) continue;
      if (waitedMs >= WRITE_LIMIT_MS) throw Object.assign(new Error(NOBODY), { code: 'EAGAIN' });
      waitedMs += RETRY_EVERY_MS;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_EVERY_MS);
    }
  };
}

const NOBODY = `nobody has read the records for ${WRITE_LIMIT_MS / 1000} s`;

/** Writes what is taken, none where that is nothing at the moment. */
function writeSome(fd: number, line: Buffer, from: number): number {
  try {
    return writeSync(fd, line, from);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
}

/** One sink out of several. */
export function combineSinks(...sinks: readonly RecordSink[]): RecordSink {
  return (record) => {
    for (const sink of sinks) sink(record);
  };
}
