/** What a console log tells of a guest that did not come to its end. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { HANG, OOPS, PANIC } from '../kernel-log/shapes.js';

/** A crash is at the end; of a longer log no more is read. */
const TAIL_BYTES = 1024 ** 2;

export type CrashKind = 'panic' | 'oops' | 'hang';

export interface Crash {
  readonly kind: CrashKind;
  /** The line that says it. */
  readonly line: string;
}

/** The kernel's words, most certain first. A "Call Trace" alone is none: warnings print one too. */
const SIGNS: readonly { kind: CrashKind; pattern: RegExp }[] = [
  { kind: 'oops', pattern: OOPS },
  { kind: 'panic', pattern: PANIC },
  { kind: 'hang', pattern: HANG },
];

/**
 * Finds the first crash in a console log. An oops counts before the panic that `oops=panic` makes of it.
 *
 * @returns null where the log tells of none
 */
export function findCrash(log: string): Crash | null {
  const lines = log.split('\n');
  for (const { kind, pattern } of SIGNS) {
    const line = lines.find((one) => pattern.test(one));
    if (line !== undefined) return { kind, line: printable(line) };
  }
  return null;
}

/** The last line of a console that says anything. */
export function lastWords(log: string): string {
  return printable(log.trim().split('\n').at(-1) ?? '');
}

/** A guest may print anything: without control characters, time stamp and excess length. */
function printable(line: string): string {
  return line
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/^\[\s*\d+\.\d+\](?:\[\s*[TC]\d+\])?\s*/, '')
    .trim()
    .slice(0, 240);
}

/**
 * The end of a console log, empty where there is none.
 *
 * @param fromBytes what stands before that is not of interest
 */
export function readTail(file: string, fromBytes = 0): string {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const start = Math.max(fromBytes, fstatSync(fd).size - TAIL_BYTES);
    const buffer = Buffer.alloc(TAIL_BYTES);
    return buffer.toString('latin1', 0, readSync(fd, buffer, 0, TAIL_BYTES, start));
  } finally {
    closeSync(fd);
  }
}
