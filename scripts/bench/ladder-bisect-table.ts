/** What bisects with a boot for each run, and with many runs to a boot, have come to, beside each other. */
import { markdownTable } from 'markdown-table';

export interface LadderBisect {
  readonly runs: number;
  /** From the command's start to its end. */
  readonly seconds: number;
  /** Whether it named the first bad kernel, and that one alone. */
  readonly isRight: boolean;
}

/**
 * The table, a row for each kind of bisect: the last column is what its run costs, as a share of what one of the first kind
 * does. How many runs a bisect makes is luck, and it makes no fewer of one kind.
 */
export function ladderTable(kinds: ReadonlyMap<string, readonly LadderBisect[]>): string {
  const sums = [...kinds].map(([name, some]) => ({ name, ...sumOf(some) }));
  const first = sums[0];
  const rows = sums.map(({ name, right, bisects, runs, seconds }) => [
    ...[name, `${right} of ${bisects}`, `${runs}`, seconds.toFixed(0), (seconds / runs).toFixed(2)],
    first === undefined ? '' : (seconds / runs / (first.seconds / first.runs)).toFixed(2),
  ]);
  const head = ['runs in', 'right', 'runs', 'seconds', 'seconds a run', 'times the first'];
  return `${markdownTable([head, ...rows])}\n`;
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
