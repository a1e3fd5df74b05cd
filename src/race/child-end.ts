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
  if (stuck !== null) return finding('hang', stuck);
  if (overdue || outcome === 'unkillable')
    return finding('hang', 'the race did not end in time: its process is stuck in the kernel');
  if (garbage !== null)
    return finding('garbage', `the racing process sent what is no record: ${garbage}`);
  const folder = path.dirname(file);
  if (outcome.signal === 'SIGBUS') {
    const why = isFull(folder) ? ', for the filesystem is full: free some space in it' : '';
    return finding('died', `the kernel answered a mapped read with SIGBUS${why}`);
  }
  const how =
    outcome.signal === undefined ? `with status ${outcome.exitCode}` : `by ${outcome.signal}`;
  const said = outcome.stderr
    ?.trim()
    .split('\n')
    .find((line) => /Error/.test(line));
  if (said?.includes('ENOENT') && said.includes(folder))
    return finding(
      'died',
      `the file that was raced has gone from ${folder}: leave that folder alone until the run has ended`,
    );
  const message = `the racing process was ended ${how}${said === undefined ? '' : `: ${said.trim()}`}${limitWords()}`;
  return finding('died', message.slice(0, 1000));
}

/** A finding on this machine, which keeps no console. */
function finding(kind: Finding['kind'], message: string): Finding {
  return { kind, message, consoleLog: null };
}
