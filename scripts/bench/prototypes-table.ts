/** Runs of the prototypes of strategies (scripts/bench/prototypes), and the table that compares them. */
import { median } from './median.js';
import { type Run, twinRun } from './run.js';

/** The twin's name among the prototypes. */
export const LOCKSTEP = 'lockstep';
/** The prototype that the others are compared with, as the engine's own first strategy. */
export const STAGGER = 'stagger';

/** Fields that a prototype says after those of the twin: early, overlapped. */
const OVERLAPPED_FIELD = 7;

export interface PrototypeRun extends Run {
  readonly prototype: string;
}

/**
 * Reads one line of a prototype, as prototypes/main.c says it, or of the twin.
 *
 * @returns null where it is neither
 * @throws Error where it is cut off
 */
export function prototypeRun(line: string, names: readonly string[]): PrototypeRun | null {
  const fields = line.split(' ');
  const name = fields[0] === 'twin' ? LOCKSTEP : fields[0];
  if (name === undefined || !names.includes(name)) return null;
  const run = twinRun(line);
  if (name === LOCKSTEP) return { ...run, prototype: name };
  const overlapped = Number(fields[OVERLAPPED_FIELD]);
  if (Number.isNaN(overlapped)) throw new Error(line);
  return { ...run, overlapped, prototype: name };
}

const HEAD = [
  ...['', 'attempts/s', 'overlapped', 'stale', 'stale per CPU-second'],
  ...['÷ stagger', '÷ lockstep', 'first stale'],
];

/** A Markdown table of medians, a line for each prototype in the order given. */
export function prototypeTable(names: readonly string[], runs: readonly PrototypeRun[]): string {
  const lines = names.map((prototype) => prototypeLine(prototype, runs));
  return [`| ${HEAD.join(' | ')} |`, `|${' --- |'.repeat(HEAD.length)}`, ...lines, ''].join('\n');
}

function prototypeLine(prototype: string, runs: readonly PrototypeRun[]): string {
  const own = runs.filter((run) => run.prototype === prototype);
  const overlapped = median(own.map((run) => (run.overlapped ?? Number.NaN) / run.attempts));
  const first = median(own.map((run) => run.secondsToFirstStale ?? Number.POSITIVE_INFINITY));
  const cells = [
    `\`${prototype}\``,
    Math.round(median(own.map((run) => run.attempts / run.seconds))).toLocaleString('en'),
    Number.isNaN(overlapped) ? '' : `${Math.round(overlapped * 100)}%`,
    median(own.map((run) => run.stale)).toLocaleString('en'),
    hits(prototype, runs).toFixed(2),
    ratio(hits(prototype, runs), hits(STAGGER, runs)),
    ratio(hits(prototype, runs), hits(LOCKSTEP, runs)),
    Number.isFinite(first) ? `${first.toFixed(2)} s` : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Stale reads for a second of cpu time. */
function hits(prototype: string, runs: readonly PrototypeRun[]): number {
  return median(
    runs
      .filter((run) => run.prototype === prototype)
      .map(({ stale, cpuSeconds }) => stale / cpuSeconds),
  );
}

/** Empty where there is nothing to compare with. */
function ratio(one: number, other: number): string {
  return other > 0 ? (one / other).toFixed(1) : '';
}
