/** Why the racing process did not come to its end: a finding, in words for its user. */
import path from 'node:path';
import { limitWords } from '../resource-limits.js';
import type { Finding } from '../result/result.js';
import { isFull } from '../target/free-space.js';

/** How its process ended, or that it cannot. */
export interface Outcome {
  readonly signal?: string;
  readonly exitCode?: number;
  readonly stderr?: string;
}

/** What its parent has seen before. */
export interface CutShort {
  /** What it said that is no record. */
  readonly garbage: string | null;
  /** Whether it did not end within its time. */
  readonly overdue: boolean;
  /** That it said that it is stuck. */
  readonly stuck: string | null;
}

/**
 * The finding of a race whose process did not come to its end by itself.
 *
 * @param file the one that was raced
 */
export function explainEnd(
  outcome: Outcome | 'unkillable',
  { garbage, overdue, stuck }: CutShort,
  file: string,
): Finding {
  if (stuck !== null) return { kind: 'hang', message: stuck, consoleLog: null };
  if (overdue || outcome === 'unkillable') {
    return {
      kind: 'hang',
      message: 'the race did not end in time: its process is stuck in the kernel',
      consoleLog: null,
    };
  }
  if (garbage !== null) {
    return {
      kind: 'garbage',
      message: `the racing process sent what is no record: ${garbage}`,
      consoleLog: null,
    };
  }
  if (outcome.signal === 'SIGBUS') {
    const why = isFull(path.dirname(file))
      ? ', for the filesystem is full: free some space in it'
      : '';
    return {
      kind: 'died',
      message: `the kernel answered a mapped read with SIGBUS${why}`,
      consoleLog: null,
    };
  }
  const how =
    outcome.signal === undefined ? `with status ${outcome.exitCode}` : `by ${outcome.signal}`;
  const said = outcome.stderr
    ?.trim()
    .split('\n')
    .find((line) => /Error/.test(line));
  const folder = path.dirname(file);
  if (said?.includes('ENOENT') && said.includes(folder)) {
    return {
      kind: 'died',
      message: `the file that was raced has gone from ${folder}: leave that folder alone until the run has ended`,
      consoleLog: null,
    };
  }
  const message = `the racing process was ended ${how}${said === undefined ? '' : `: ${said.trim()}`}${limitWords()}`;
  return { kind: 'died', message: message.slice(0, 1000), consoleLog: null };
}
