/** Pipes that a result is written to. Nothing here waits where a signal could not end it. */
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { UsageError } from '../../errors.js';
import { interruption } from '../../interruption.js';

/** A reader takes what a pipe holds within this time, or the rest is given up. */
const READER_LIMIT_MS = 60_000;

/** Names of the process's own descriptors (proc_pid_fd(5)). */
const DESCRIPTOR = /^(?:\/dev\/fd|\/proc\/self\/fd)\/(\d{1,4})$/;
const NAMED: Readonly<Record<string, number>> = { '/dev/stdout': 1, '/dev/stderr': 2 };

/** The descriptor that a path names, null where it names none: it is written as it is, not opened again. */
export function descriptorOf(file: string): number | null {
  const named = NAMED[file] ?? DESCRIPTOR.exec(file)?.[1];
  return named === undefined ? null : Number(named);
}

/**
 * Opens a pipe for writing.
 *
 * @throws UsageError where nobody reads it
 */
export function openPipe(file: string): number {
  try {
    // Without waiting for a reader, for ever where none comes (fifo(7)).
    return openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
    throw new UsageError(`nobody reads the pipe ${file}: start its reader first`);
  }
}

/**
 * Writes to a pipe that was opened so, and closes it.
 *
 * @throws Error where its reader takes nothing for too long, has gone, or holerace is interrupted
 */
export async function writePipe(fd: number, text: string): Promise<void> {
  const pipe = new Socket({ fd, readable: false, writable: true });
  await new Promise<void>((resolve, reject) => {
    const giveUp = (why: string) => () => pipe.destroy(new Error(why));
    pipe.setTimeout(READER_LIMIT_MS, giveUp('its reader takes nothing'));
    interruption.signal?.addEventListener('abort', giveUp('interrupted'), { once: true });
    pipe.once('error', reject).once('close', resolve).end(text);
  });
}
