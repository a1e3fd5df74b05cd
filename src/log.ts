/** The log: everything that is not the result, on standard error. */
import pino, { type LogFn, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { wantsColours } from './colours.js';
import { printableLines } from './result/printable.js';

/** Set up once for a process, however many logs it makes. */
let isPrepared = false;

/**
 * Makes the log. pino-pretty, pino's own formatter for people, because this log is read on terminals and
 * in CI pages. It is written at once, so that nothing is lost at the end, and through Node.js's own stream, which
 * whatever is drawn on a terminal meanwhile takes notice of.
 */
export function makeLog(verbose: boolean, quiet = false): Logger {
  prepare();
  const format = pretty.prettyFactory({
    colorize: wantsColours(process.stderr),
    ignore: 'pid,hostname,time',
    messageFormat: '{msg}',
    singleLine: false,
  });
  const write = (line: string): void => void process.stderr.write(format(line));
  const level = quiet ? 'error' : verbose ? 'debug' : 'info';
  return pino({ level, hooks: { logMethod: logPrintable } }, { write });
}

/** Names of files and words of others stand in what is told. */
function logPrintable(this: Logger, words: Parameters<LogFn>, log: LogFn): void {
  const told = words.map((word: unknown) =>
    typeof word === 'string' ? printableLines(word) : word,
  );
  log.apply(this, told as Parameters<LogFn>);
}

function prepare(): void {
  if (isPrepared) return;
  isPrepared = true;
  // Where nobody reads what is told, the work goes on: its result may go elsewhere.
  process.stderr.on('error', () => undefined);
}
