/** What a check has come to, in sentences for the head of the program, and for the log. */
import { counted, whole } from '../report/words/numbers.js';
import type { RunCounts, RunOutcome } from './outcome.js';

/** A check that has ended, however it did. */
export interface Checked {
  readonly outcomes: readonly RunOutcome[];
  /** The runs that were ordered, and what each was told to take. */
  readonly runs: number;
  readonly seconds: number;
  /** Why there are fewer than were ordered, null where there are not. */
  readonly cutShort: string | null;
  /** What it ran in, as in `an emulated guest of that kernel (2 vCPUs)`. */
  readonly where: string;
}

/** In how many of the runs a load was stale, or an owner lost its bytes. */
export function foundIn({ outcomes }: Checked): number {
  return outcomes.filter(({ kind }) => kind === 'stale').length;
}

type RunSum = Pick<RunCounts, 'attempts' | 'stale' | 'sigbus' | 'lost'>;

/** All runs together. */
export function sumOf({ outcomes }: Checked): RunSum {
  const sum = { attempts: 0, stale: 0, sigbus: 0, lost: 0 };
  for (const one of outcomes) {
    if (one.kind === 'untested') continue;
    sum.attempts += one.attempts;
    sum.stale += one.stale;
    sum.sigbus += one.sigbus;
    sum.lost += one.lost;
  }
  return sum;
}

/** The whole check: where, how often it was stale, and at which rate. */
export function checkedWords(checked: Checked): string {
  const { outcomes, runs, seconds, where, cutShort } = checked;
  const [found, ended] = [foundIn(checked), outcomes.length];
  const { attempts, stale, sigbus, lost } = sumOf(checked);
  const rate = stale === 0 ? '' : ` (${(stale / attempts).toPrecision(2)} an attempt)`;
  const bus = sigbus === 0 ? '' : `; ${whole(sigbus)} more got SIGBUS`;
  const owners = lost === 0 ? '' : `; ${ownersWords(lost)}`;
  const of = `${counted(ended, 'run')} of ${seconds} s in ${where}`;
  const often = ended === 0 ? '' : `stale in ${found === 0 ? 'none' : found} of ${of}`;
  const counts =
    attempts === 0 ? '' : `: ${whole(stale)} of ${whole(attempts)} attempts${rate}${bus}${owners}`;
  const short =
    cutShort === null ? [] : [`${ended} of ${runs} runs came to their end, for ${cutShort}`];
  return [
    ...(often === '' ? [`nothing in ${where}`] : [`${often}${counts}`]),
    ...asides(outcomes),
    ...short,
  ]
    .map((one) => `${one}.`)
    .join(' ');
}

/** That what shares blocks with a place does not show its own bytes any more, in a mapping or by pread(2). */
function ownersWords(lost: number): string {
  return `the owners of ${counted(lost, 'place')} lost their bytes`;
}

/** What the runs that found nothing say for themselves, each reason once. */
function asides(outcomes: readonly RunOutcome[]): string[] {
  const few = outcomes.filter(({ kind }) => kind === 'too-few').length;
  const reasons = outcomes.flatMap((one) => (one.kind === 'untested' ? [one.reason] : []));
  return [
    ...(few === 0 ? [] : [`${counted(few, 'run')} made too few attempts to tell`]),
    ...[...new Set(reasons)].map((reason) => `Untested: ${reason}`),
  ];
}

/** One run, for the log. */
export function runWords(one: RunOutcome): string {
  if (one.kind === 'untested') return `untested: ${one.reason}`;
  const { kind, attempts, stale } = one;
  const owners = one.lost === 0 ? '' : `; ${ownersWords(one.lost)}`;
  if (kind === 'stale')
    return `stale in ${whole(stale)} of ${counted(attempts, 'attempt')}${owners}`;
  if (kind === 'sigbus')
    return `loads got SIGBUS, none was stale in ${counted(attempts, 'attempt')}`;
  const few = kind === 'too-few' ? ', too few to tell' : '';
  return `none stale in ${counted(attempts, 'attempt')}${few}`;
}
