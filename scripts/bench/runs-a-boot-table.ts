/** What runs in boots of their own and runs in one boot have come to, beside each other. */
import { markdownTable } from 'markdown-table';
import { median } from './median.js';

export interface TimedRun {
  readonly isStale: boolean;
  readonly attempts: number;
  readonly overlapped: number;
  readonly racingSeconds: number;
  /** From the order to the result. */
  readonly wholeSeconds: number;
}

/**
 * How far two shares of successes lie apart, in standard errors of their difference if they were the same: beyond 1.96
 * of either sign they differ at 95%. Pooled; 0 where both are all or nothing alike.
 */
export function twoProportions(
  one: { readonly hits: number; readonly of: number },
  other: { readonly hits: number; readonly of: number },
): number {
  const pooled = (one.hits + other.hits) / (one.of + other.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / one.of + 1 / other.of));
  return error === 0 ? 0 : (one.hits / one.of - other.hits / other.of) / error;
}

/**
 * The table, and a sentence on the rates.
 *
 * @param own each in a boot of its own
 * @param shared in one boot; the first of them, which boots, is not counted among the seconds
 */
export function runsTable(own: readonly TimedRun[], shared: readonly TimedRun[]): string {
  const row = (name: string, runs: readonly TimedRun[], timed: readonly TimedRun[]) => [
    name,
    `${runs.length}`,
    `${staleOf(runs)}`,
    `${median(runs.map(({ attempts }) => attempts))}`,
    `${median(runs.map(({ overlapped }) => overlapped))}`,
    median(timed.map(({ racingSeconds }) => racingSeconds)).toFixed(2),
    median(timed.map(besideRacing)).toFixed(2),
  ];
  const head = ['runs in', 'runs', 'stale', 'attempts', 'overlapped', 'racing s', 'beside it s'];
  const rows = [row('a boot each', own, own), row('one boot', shared, shared.slice(1))];
  const apart = twoProportions(
    { hits: staleOf(own), of: own.length },
    { hits: staleOf(shared), of: shared.length },
  );
  const differ = Math.abs(apart) > 1.96 ? 'differ' : 'do not differ';
  return `${markdownTable([head, ...rows])}\n\nThe shares of stale runs ${differ} at 95%: z = ${apart.toFixed(2)}.\n`;
}

function staleOf(runs: readonly TimedRun[]): number {
  return runs.filter(({ isStale }) => isStale).length;
}

function besideRacing({ wholeSeconds, racingSeconds }: TimedRun): number {
  return wholeSeconds - racingSeconds;
}
