/** Regular files that others have named: whatever else lies there may never end, or wait for ever to be opened. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { UsageError } from '../errors.js';

/**
 * Opens a regular file for reading, and nothing else.
 *
 * @throws UsageError where it is a pipe, a device or a folder; what open(2) throws where it cannot be opened
 */
export function openRegular(file: string): number {
  // A pipe would wait for its writer (fifo(7)).
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new UsageError(`${file} is not a regular file: give one`);
}

/** The bytes of a regular file; throws as `openRegular` does. */
export function readRegular(file: string): Buffer {
  const fd = openRegular(file);
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The text of a file without the byte order mark that some editors put before it. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
