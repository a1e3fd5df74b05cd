/** The log: everything that is not the result, on standard error. */
import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import { wantsColours } from './colours.js';

const STDERR = 2;

/**
 * Makes the log. pino-pretty, pino's own formatter for people, because this log is read on terminals and
 * in CI pages; it is synchronous, so that nothing is lost at the end.
 */
export function makeLog(verbose: boolean, quiet = false): Logger {
  const stream = pretty({
    destination: STDERR,
    sync: true,
    colorize: wantsColours(process.stderr),
    ignore: 'pid,hostname,time',
    messageFormat: '{msg}',
    singleLine: false,
  });
  return pino({ level: quiet ? 'error' : verbose ? 'debug' : 'info' }, stream);
}
