/** A file with one K a line, as `--kernels-from` takes it. */
import { statSync } from 'node:fs';
import { messageOf, UsageError } from '../errors.js';
import { readRegular, withoutMark } from '../files/regular-file.js';

/** No list of kernels needs more. */
const LIST_FILE_LIMIT_BYTES = 1024 ** 2;

/**
 * The lines of a file, without comments and empty ones.
 *
 * @throws UsageError where it is no text file that can be read, or too long
 */
export function linesOf(file: string): string[] {
  const stat = statSync(file);
  if (!stat.isFile())
    throw new UsageError(`--kernels-from ${file} is not a regular file: give a file or a folder`);
  if (stat.size > LIST_FILE_LIMIT_BYTES) {
    throw new UsageError(`${file} is too long for a list of kernels: write one a line`);
  }
  let text: string;
  try {
    text = withoutMark(readRegular(file).toString('utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${messageOf(error)}): give another file`);
  }
  if (text.includes('\0')) {
    throw new UsageError(`${file} is no text: --kernels-from takes a file with one kernel a line`);
  }
  return text
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
