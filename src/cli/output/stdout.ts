/**
 * Standard output. Node.js writes to it synchronously on Linux, and waits where a pipe is full. To a file it writes once,
 * and passes over what a disk that is nearly full has not taken (lib/internal/fs/sync_write_stream.js): here that is ours.
 */
import { fstatSync } from 'node:fs';
import { painted } from '../../colours.js';
import type { Paint } from '../../report/report.js';
import { writeThrough } from './write-file.js';

const STDOUT = 1;

let failure: NodeJS.ErrnoException | null = null;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has gone away wants nothing more: that is no failure.
  if (error.code !== 'EPIPE') failure ??= error;
});

const COLOURS = { clean: 'green', stale: 'red', untested: 'yellow' } as const;

/** Colours for standard output, where it wants any. */
export const paint: Paint = (verdict, text) =>
  painted(['bold', COLOURS[verdict]], text, process.stdout);

/** Writes to standard output. */
export function writeOut(text: string): void {
  if (!isFile()) {
    process.stdout.write(text);
    return;
  }
  try {
    writeThrough(STDOUT, text);
  } catch (error) {
    failure ??= error as NodeJS.ErrnoException;
  }
}

function isFile(): boolean {
  try {
    return fstatSync(STDOUT).isFile();
  } catch {
    // It is closed.
    return false;
  }
}

/** Why something could not be written, null where all was. Errors come in with the next turn of the loop. */
export async function outputFailure(): Promise<NodeJS.ErrnoException | null> {
  await new Promise((resolve) => setImmediate(resolve));
  return failure;
}
