/** The log: everything that is not the result, on standard error. */
import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';

const STDERR = 2;

/**
 * Makes the log. pino-pretty, pino's own formatter for people, because this log is read on terminals and
 * in CI pages; it is synchronous, so that nothing is lost at the end.
 */
export function makeLog(verbose: boolean): Logger {
  const stream = pretty({
    destination: STDERR,
    sync: true,
    colorize: process.stderr.isTTY === true && (process.env.NO_COLOR ?? '') === '',
    ignore: 'pid,hostname,time',
    messageFormat: '{msg}',
    singleLine: false,
  });
  return pino({ level: verbose ? 'debug' : 'info' }, stream);
}
