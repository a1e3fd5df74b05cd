/** `holerace report FILE...`: any saved result in any format. */
import { createReadStream } from 'node:fs';
import { isatty } from 'node:tty';
import type { Argv } from 'yargs';
import { messageOf, UsageError } from '../errors.js';
import { type Format, formatNames, formatterOf } from '../report/formats.js';
import type { Result } from '../report/result.js';
import { readSaved, SAVED_LIMIT_BYTES } from '../report/saved.js';
import { paint, writeOut } from './stdout.js';

const STDIN = '-';
const REMEDY = 'give the file of --json';

export const command = 'report [file..]';
export const describe = 'any saved result in any format';

export function builder<T>(yargs: Argv<T>) {
  return yargs
    .positional('file', {
      describe: 'what --json or --format ndjson has saved (default: standard input)',
      type: 'string',
      array: true,
    })
    .option('format', {
      describe: 'print it as',
      choices: formatNames,
      default: 'text' as Format,
      requiresArg: true,
    })
    .example('$0 report result.json --format html > report.html', 'a page with pictures')
    .example('$0 report *.json --format markdown', 'several kernels at a glance');
}

/** Prints the results of the files. Returns the exit code: whatever they say, it is no verdict of now. */
export async function run({
  file,
  format,
}: {
  readonly file?: readonly string[] | undefined;
  readonly format: Format;
}): Promise<number> {
  const results: Result[] = [];
  for (const name of namesOf(file)) {
    results.push(...readSaved(nameOf(name), await readLimited(name)));
  }
  const formatter = await formatterOf(format);
  writeOut(formatter({ results }, paint));
  return 0;
}

/** The files to read. yargs takes a lone dash for nothing at all. */
function namesOf(file: readonly string[] = []): readonly string[] {
  if (file.length > 0 && process.argv.includes(STDIN)) {
    throw new UsageError('standard input cannot be read beside files: give one or the other');
  }
  if (file.length > 0) return file;
  if (isatty(0)) throw new UsageError('no file was given: give the file of --json');
  return [STDIN];
}

function nameOf(name: string): string {
  return name === STDIN ? 'standard input' : name;
}

/** The text of a file that may be a pipe or never end, up to the limit. */
async function readLimited(name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  try {
    for await (const chunk of name === STDIN ? process.stdin : createReadStream(name)) {
      lengthBytes += (chunk as Buffer).length;
      if (lengthBytes > SAVED_LIMIT_BYTES) {
        throw new UsageError(`${nameOf(name)} is longer than any saved result: ${REMEDY}`);
      }
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${nameOf(name)} cannot be read (${messageOf(error)}): ${REMEDY}`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
