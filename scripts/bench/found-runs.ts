/** What the runs of `found` have come to. */
import { recordSchema } from '../../src/result/records.js';
import { median } from './median.js';

export interface Found {
  /** Racing seconds until the first stale read, null where there was none. */
  readonly seconds: number | null;
  /** The strategy that found it. */
  readonly strategy: string | null;
  /** How the run ended, in words. */
  readonly how: string;
}

/**
 * Reads what a run says at its end: its first stale read, or its scenario's result.
 *
 * @returns null where the line tells of something else
 */
export function foundIn(line: string): Found | null {
  if (!line.startsWith('{')) return null;
  const record = recordSchema.parse(JSON.parse(line));
  if (record.record === 'stale') {
    const { strategy } = record.evidence;
    const { seconds } = record;
    return { seconds, strategy, how: `stale after ${seconds.toFixed(2)} s by ${strategy}` };
  }
  if (record.record === 'untested') return { seconds: null, strategy: null, how: record.reason };
  if (record.record !== 'scenario') return null;
  const { verdict, reason, attempts } = record.scenario;
  const how = `${verdict} in ${attempts} attempts${reason === null ? '' : `: ${reason}`}`;
  return { seconds: null, strategy: null, how };
}

/**
 * The runs in a sentence.
 *
 * @param runs how many there were to be: those of which nothing was heard have found nothing
 */
export function foundText(found: readonly Found[], runs: number): string {
  const seconds = found.flatMap((one) => (one.seconds === null ? [] : [one.seconds]));
  const share = `found in ${seconds.length} of ${runs}`;
  if (seconds.length === 0) return share;
  const firsts = new Map<string, number>();
  for (const { strategy } of found)
    if (strategy !== null) firsts.set(strategy, (firsts.get(strategy) ?? 0) + 1);
  const choices = [...firsts].map(([choice, times]) => `${times} by ${choice}`).join(', ');
  const times = `first stale read after ${median(seconds).toFixed(2)} s in the median, ${Math.max(...seconds).toFixed(2)} s at most`;
  return `${share}, ${times}; ${choices}`;
}
