/** `holerace report FILE...`: any saved result, campaign or journal in any format. */
import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal, type Readable } from 'node:stream';
import { isatty } from 'node:tty';
import type { Argv } from 'yargs';
import type { SavedFile } from '../../campaign/read-report.js';
import { messageOf, UsageError } from '../../errors.js';
import type { Format } from '../../report/formats.js';
import { failuresOf } from '../../report/words/failure.js';
import { staleOf } from '../../report/words/words.js';
import { SAVED_LIMIT_BYTES } from '../../result/limits.js';
import type { Context } from '../options/context.js';
import { formatterFor } from '../options/formatter.js';
import { type FormatArguments, formatOptions } from '../options/output-options.js';
import { readProgram } from '../options/program-file.js';
import { paint, writeOut } from '../output/stdout.js';

const STDIN = '-';
const REMEDY = 'give the file of --json';

export const command = 'report [file..]';
export const describe = 'any saved result, campaign or journal in any format';

export function builder<T>(yargs: Argv<T>) {
  return formatOptions(yargs)
    .positional('file', {
      describe: 'what --json or --format ndjson has saved, or a journal (default: standard input)',
      type: 'string',
      array: true,
    })
    .option('program', {
      describe: 'with --format mail: the C program that ends it, as reproduce --check writes one',
      type: 'string',
      requiresArg: true,
    })
    .example('$0 report result.json --format html > report.html', 'a page with pictures')
    .example('$0 report bisect.journal --format html > bisect.html', 'a bisect, also under way')
    .example('$0 report *.json --format markdown', 'several kernels at a glance');
}

export interface ReportArguments extends FormatArguments {
  readonly file?: readonly string[] | undefined;
  readonly program?: string | undefined;
}

/** Prints what the files hold. Returns the exit code: whatever they say, it is no verdict of now. */
export async function run(args: ReportArguments, { log, signal }: Context): Promise<number> {
  if (args.program !== undefined && args.format !== 'mail')
    throw new UsageError('--program ends a mail: give --format mail too');
  const program = args.program === undefined ? undefined : readProgram(args.program);
  const saved: SavedFile[] = [];
  for (const name of namesOf(args.file))
    saved.push({ name: nameOf(name), bytes: await readLimited(name, signal) });
  const { readReport } = await import('../../campaign/read-report.js');
  const report = readReport(saved, (message) => log.warn(message));
  if (isOfTests(args.format) && report.results.length + (report.campaigns?.length ?? 0) === 0)
    throw new UsageError(
      `a reduction whose least was not stale again has no tests: choose another --format than ${args.format}`,
    );
  if (program !== undefined && failuresOf(report).filter((one) => staleOf(one) > 0).length !== 1)
    throw new UsageError('--program shows one stale result: give the files of one');
  const formatter = await formatterFor(args.format, args, program);
  writeOut(formatter(report, paint));
  return 0;
}

/** Whether a format has nothing but tests. */
function isOfTests(format: Format): boolean {
  return ['tap', 'ktap', 'junit'].includes(format);
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

/** The bytes of a file that may be a pipe or never end, up to the limit. */
async function readLimited(name: string, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  try {
    for await (const chunk of addAbortSignal(signal, streamOf(name))) {
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
  return Buffer.concat(chunks);
}

/** What is read: a file, or what others write into a pipe. No other thing ends. */
function streamOf(name: string): Readable {
  if (name === STDIN) return process.stdin;
  // A pipe would wait for its writer where no signal can end it (fifo(7)).
  const fd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  const stat = fstatSync(fd);
  if (stat.isFIFO() || stat.isSocket()) return new Socket({ fd, readable: true, writable: false });
  if (stat.isFile()) return createReadStream(name, { fd });
  closeSync(fd);
  throw new UsageError(`${name} is neither a regular file nor a pipe: ${REMEDY}`);
}
