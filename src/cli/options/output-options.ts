/** The options that say where a result goes, in which formats, and how it becomes an exit code. */
import type { Logger } from 'pino';
import type { Argv } from 'yargs';
import { UsageError } from '../../errors.js';
import {
  endings,
  type Format,
  type FormatChoices,
  formatNames,
  formatOfFile,
} from '../../report/formats.js';
import { type Report, reportOf } from '../../report/report.js';
import { TAP_VERSIONS } from '../../report/tests/tap.js';
import { failureLines, failuresOf } from '../../report/words/failure.js';
import type { SweepReport } from '../../result/campaign.js';
import type { RecordSink } from '../../result/records.js';
import type { Result } from '../../result/result.js';
import type { ExitStyle } from '../../result/verdict.js';
import { paint, writeOut } from '../output/stdout.js';
import { checkDifferent, checkFile, writeFile } from '../output/write-file.js';
import {
  type BadIfArguments,
  exitCodeBy,
  exitCodeOfSweep,
  type OnComplaintArguments,
} from './complaint-options.js';
import { formatterFor } from './formatter.js';

/** Adds the options that say in which format something is printed. */
export function formatOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('format', {
      describe: 'print the result as',
      choices: formatNames,
      default: 'text' as Format,
      requiresArg: true,
    })
    .option('tap-version', {
      describe: 'what --format tap calls itself: prove knows 13 at most (default: 14)',
      choices: TAP_VERSIONS,
      type: 'string',
      requiresArg: true,
    });
}

export interface FormatArguments extends FormatChoices {
  readonly format: Format;
}

/** Adds the output options to a command. */
export function outputOptions<T>(yargs: Argv<T>) {
  return formatOptions(yargs)
    .option('json', { describe: 'write the result to a file', type: 'string', requiresArg: true })
    .option('report', {
      describe: `write it to a file too, in the format of its ending (${endings.join(' ')}); may be repeated`,
      type: 'string',
      array: true,
      nargs: 1,
    })
    .option('exit-style', {
      describe: 'exit codes: 125 for untested, or 4 as kselftest skips',
      choices: ['git-bisect', 'kselftest'] as const,
      default: 'git-bisect' as ExitStyle,
      requiresArg: true,
    });
}

export interface OutputArguments extends FormatArguments {
  readonly json?: string | undefined;
  readonly report?: readonly string[] | undefined;
  readonly exitStyle: ExitStyle;
}

type CheckedArguments = Pick<OutputArguments, 'json' | 'report'> & {
  readonly journal?: string | undefined;
};

/**
 * Checks that all can be written, before an hour of racing is spent on it.
 *
 * @throws UsageError where it cannot
 */
export function checkOutput({ json, report = [], journal }: CheckedArguments): void {
  for (const file of report) fileFormat(file);
  const files = json === undefined ? report : [json, ...report];
  for (const file of files) checkFile(file);
  checkDifferent(journal === undefined ? files : [...files, journal]);
}

function fileFormat(file: string): Format {
  const format = formatOfFile(file);
  if (format !== null) return format;
  throw new UsageError(
    `--report ${file} is of no known format: end its name with ${endings.join(', ')}`,
  );
}

/** Where the records of a race go while it runs. */
export function recordOutput({ format }: OutputArguments): RecordSink {
  return (record) => writeRecord(format, record);
}

/** Prints a record of a race or a campaign under way, where the format is made of them. */
export function writeRecord(format: Format, record: object): void {
  if (format === 'ndjson') writeOut(`${JSON.stringify(record)}\n`);
}

/** Failures that are told beside another format than text; what `--json` writes holds all. */
const FAILURES_TOLD = 8;

/**
 * Prints and writes what there is to tell.
 *
 * @param saved the object for `--json`
 * @throws UsageError where a file cannot be written
 */
export async function putOut(
  report: Report,
  saved: object,
  args: OutputArguments,
  log: Logger,
): Promise<void> {
  try {
    const formatter = await formatterFor(args.format, args);
    writeOut(formatter(report, paint));
  } finally {
    // The file is written whatever became of the print, and the print whatever becomes of the file.
    if (args.json !== undefined) await writeFile(args.json, `${JSON.stringify(saved, null, 2)}\n`);
  }
  for (const file of args.report ?? []) {
    const formatter = await formatterFor(fileFormat(file), args);
    await writeFile(file, formatter(report));
  }
  // The text ends with it; whoever has another format made looks here.
  const failures = args.format === 'text' ? [] : failuresOf(report).slice(0, FAILURES_TOLD);
  for (const line of failures.flatMap(failureLines)) log.error(line);
  if (process.env.GITHUB_ACTIONS === 'true')
    (await import('../output/github.js')).tellGithub(report);
}

/**
 * Prints and writes the result of one race.
 *
 * @returns the exit code of its verdict
 */
export async function putOutResult(
  result: Result,
  args: OutputArguments & OnComplaintArguments & BadIfArguments,
  log: Logger,
): Promise<number> {
  await putOut(reportOf(result), result, args, log);
  return exitCodeBy([result], false, args);
}

/**
 * Prints and writes a sweep.
 *
 * @returns the exit code of its verdict
 */
export async function putOutSweep(
  sweep: SweepReport,
  args: OutputArguments & Partial<OnComplaintArguments>,
  log: Logger,
): Promise<number> {
  await putOut({ results: [], campaigns: [{ kind: 'sweep', sweep }] }, sweep, args, log);
  return exitCodeOfSweep(sweep, args);
}
