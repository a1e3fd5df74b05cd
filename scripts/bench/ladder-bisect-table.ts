/** What bisects with a boot for each run, and with many runs to a boot, have come to, beside each other. */
import { markdownTable } from 'markdown-table';

export interface LadderBisect {
  readonly runs: number;
  /** From the command's start to its end. */
  readonly seconds: number;
  /** Whether it named the first bad kernel, and that one alone. */
  readonly isRight: boolean;
}

/** The table of both: the last column is the share of the time that boots each take. */
export function ladderTable(
  booted: readonly LadderBisect[],
  shared: readonly LadderBisect[],
): string {
  const [bootedSum, sharedSum] = [sumOf(booted), sumOf(shared)];
  const row = (name: string, { right, bisects, runs, seconds }: Sum) => [
    ...[name, `${right} of ${bisects}`, `${runs}`, seconds.toFixed(0), (seconds / runs).toFixed(2)],
    (seconds / bootedSum.seconds).toFixed(2),
  ];
  return `${markdownTable([
    ['runs in', 'right', 'runs', 'seconds', 'seconds a run', 'times the first'],
    row('a boot each', bootedSum),
    row('one boot, many', sharedSum),
  ])}\n`;
}

interface Sum {
  readonly right: number;
  readonly bisects: number;
  readonly runs: number;
  readonly seconds: number;
}

function sumOf(some: readonly LadderBisect[]): Sum {
  return {
    right: some.filter(({ isRight }) => isRight).length,
    bisects: some.length,
    runs: some.reduce((sum, { runs }) => sum + runs, 0),
    seconds: some.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
