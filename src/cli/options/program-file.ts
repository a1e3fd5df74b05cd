/** The C program that a user has ready for a mail. */
import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { messageOf, UsageError } from '../../errors.js';
import { openRegular } from '../../files/regular-file.js';

/** One that `reproduce` writes has less than a tenth of it. */
const PROGRAM_LIMIT_BYTES = 128 * 1024;
const REMEDY = 'give what holerace reproduce has written';
/** What no C program holds, and a mail cannot. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROL = /[\x00-\x08\x0e-\x1f\x7f]/;

/**
 * The text of a C program.
 *
 * @throws UsageError where the file cannot be read, or holds anything else
 */
export function readProgram(name: string): string {
  const bytes = bytesOf(name);
  const text = bytes.toString('utf8');
  if (text.trim() === '' || CONTROL.test(text) || !bytes.equals(Buffer.from(text)))
    throw new UsageError(`${name} is no C program: ${REMEDY}`);
  return text;
}

function bytesOf(name: string): Buffer {
  let fd: number | undefined;
  try {
    fd = openRegular(name);
    if (fstatSync(fd).size > PROGRAM_LIMIT_BYTES)
      throw new UsageError(`${name} is longer than any C program of a result: ${REMEDY}`);
    return readFileSync(fd);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name} cannot be read (${messageOf(error)}): ${REMEDY}`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
