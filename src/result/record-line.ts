/** Records as lines of bytes. */
import { writeSync } from 'node:fs';
import type { RecordSink } from './records.js';

/** A sink that writes to a descriptor at once, so that a record has left before the race goes on. */
export function descriptorSink(fd: number): RecordSink {
  return (record) => {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    // A terminal or a pipe may take a part; each turn writes at least one byte or throws.
    for (let written = 0; written < line.length; ) written += writeSync(fd, line, written);
  };
}

/** One sink out of several. */
export function combineSinks(...sinks: readonly RecordSink[]): RecordSink {
  return (record) => {
    for (const sink of sinks) sink(record);
  };
}
