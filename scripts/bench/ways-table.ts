/** Runs of the ways to have fault and write meet (scripts/bench/ways), and the table that compares them. */
import { median } from './median.js';
import { type Run, twinRun } from './run.js';

/** The twin's name among the ways. */
export const LOCKSTEP = 'lockstep';
/** The way that the others are compared with, as the engine's own first one. */
export const STAGGER = 'stagger';

/** Fields that a way says after those of the twin: early, overlapped. */
const OVERLAPPED_FIELD = 7;

export interface WayRun extends Run {
  readonly way: string;
}

/**
 * Reads one line of a way, as ways/main.c says it, or of the twin.
 *
 * @returns null where it is neither
 * @throws Error where it is cut off
 */
export function wayRun(line: string, ways: readonly string[]): WayRun | null {
  const fields = line.split(' ');
  const name = fields[0] === 'twin' ? LOCKSTEP : fields[0];
  if (name === undefined || !ways.includes(name)) return null;
  const run = twinRun(line);
  if (name === LOCKSTEP) return { ...run, way: name };
  const overlapped = Number(fields[OVERLAPPED_FIELD]);
  if (Number.isNaN(overlapped)) throw new Error(line);
  return { ...run, overlapped, way: name };
}

const HEAD = [
  ...['', 'attempts/s', 'overlapped', 'stale', 'stale per CPU-second'],
  ...['÷ stagger', '÷ lockstep', 'first stale'],
];

/** A Markdown table of medians, a line for each way in the order given. */
export function wayTable(ways: readonly string[], runs: readonly WayRun[]): string {
  const lines = ways.map((way) => wayLine(way, runs));
  return [`| ${HEAD.join(' | ')} |`, `|${' --- |'.repeat(HEAD.length)}`, ...lines, ''].join('\n');
}

function wayLine(way: string, runs: readonly WayRun[]): string {
  const own = runs.filter((run) => run.way === way);
  const overlapped = median(own.map((run) => (run.overlapped ?? Number.NaN) / run.attempts));
  const first = median(own.map((run) => run.secondsToFirstStale ?? Number.POSITIVE_INFINITY));
  const cells = [
    `\`${way}\``,
    Math.round(median(own.map((run) => run.attempts / run.seconds))).toLocaleString('en'),
    Number.isNaN(overlapped) ? '' : `${Math.round(overlapped * 100)}%`,
    median(own.map((run) => run.stale)).toLocaleString('en'),
    hits(way, runs).toFixed(2),
    ratio(hits(way, runs), hits(STAGGER, runs)),
    ratio(hits(way, runs), hits(LOCKSTEP, runs)),
    Number.isFinite(first) ? `${first.toFixed(2)} s` : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Stale reads for a second of cpu time. */
function hits(way: string, runs: readonly WayRun[]): number {
  return median(
    runs.filter((run) => run.way === way).map(({ stale, cpuSeconds }) => stale / cpuSeconds),
  );
}

/** Empty where there is nothing to compare with. */
function ratio(one: number, other: number): string {
  return other > 0 ? (one / other).toFixed(1) : '';
}
