/** The options that say where a result goes, and how it becomes an exit code. */
import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Argv } from 'yargs';
import { messageOf, UsageError } from '../errors.js';
import { type Format, formatNames, formatterOf } from '../report/formats.js';
import type { RecordSink } from '../report/records.js';
import { reportOf } from '../report/report.js';
import type { Result } from '../report/result.js';
import { type ExitStyle, exitCodeOf } from '../report/verdict.js';
import { paint, writeOut } from './stdout.js';

/** Adds the output options to a command. */
export function outputOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('json', { describe: 'write the result to a file', type: 'string', requiresArg: true })
    .option('format', {
      describe: 'print the result as',
      choices: formatNames,
      default: 'text' as Format,
      requiresArg: true,
    })
    .option('exit-style', {
      describe: 'exit codes: 125 for untested, or 4 as kselftest skips',
      choices: ['git-bisect', 'kselftest'] as const,
      default: 'git-bisect' as ExitStyle,
      requiresArg: true,
    });
}

export interface OutputArguments {
  readonly json?: string | undefined;
  readonly format: Format;
  readonly exitStyle: ExitStyle;
}

/**
 * Checks that the result can be written, before an hour of racing is spent on it.
 *
 * @throws UsageError where it cannot
 */
export function checkOutput({ json }: OutputArguments): void {
  checkJsonFile(json);
}

/**
 * Checks that a file can be written.
 *
 * @throws UsageError where it cannot
 */
export function checkJsonFile(json: string | undefined): void {
  if (json === undefined) return;
  try {
    accessSync(path.dirname(path.resolve(json)), constants.W_OK);
  } catch {
    throw new UsageError(
      `the result cannot be written to ${json}: name a file in a folder that you may write to`,
    );
  }
  if (statSync(json, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UsageError(`the result cannot be written to ${json}: it is a folder`);
  }
}

/** Where the records of a race go while it runs. */
export function recordOutput({ format }: OutputArguments): RecordSink {
  return format === 'ndjson'
    ? (record) =>
        writeOut(`${JSON.stringify(record)}
`)
    : () => undefined;
}

/**
 * Prints and writes a result.
 *
 * @returns the exit code of its verdict
 * @throws UsageError where the file cannot be written
 */
export async function putOut(
  result: Result,
  { json, format, exitStyle }: OutputArguments,
): Promise<number> {
  try {
    const formatter = await formatterOf(format);
    writeOut(formatter(reportOf(result), paint));
  } finally {
    // The file is written whatever became of the print, and the print whatever becomes of the file.
    if (json !== undefined) writeJson(json, result);
  }
  if (process.env.GITHUB_ACTIONS === 'true') (await import('./github.js')).tellGithub(result);
  return exitCodeOf(result.verdict, exitStyle);
}

/**
 * Writes an object into a file: all of it, or none of it.
 *
 * @throws UsageError where it cannot be written
 */
export function writeJson(file: string, value: object): void {
  const draft = `${file}.draft-${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new UsageError(`the result cannot be written to ${file}: ${messageOf(error)}`);
  }
}
