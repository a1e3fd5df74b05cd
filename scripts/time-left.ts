/**
 * Whether a suite can end in time: a machine that is much slower than others would not come to the end of the whole, and
 * what is stopped on its way has said nothing.
 *
 * node build/scripts/time-left.js SUITE GONE_SECONDS LIMIT_MINUTES [DONE...]
 *   ends with 0 where it can, else with 1, and says so; GONE_SECONDS is what setting up and the suites DONE took
 */
import { fileURLToPath } from 'node:url';
import { messageOf, UsageError } from '../src/errors.js';
import { Exit } from '../src/result/verdict.js';

/** Minutes from nothing on two cores where the whole took an hour; only what they are to each other means anything. */
const MINUTES: Readonly<Record<string, number>> = {
  setup: 4,
  unit: 4,
  program: 10,
  trust: 3,
  boot: 13,
  lab: 19,
  node: 6,
  commits: 10,
};

export interface TimeSpent {
  /** The suites that have been run until now, beside the setup. */
  readonly done: readonly string[];
  /** What they took, with the setup. */
  readonly goneSeconds: number;
}

/**
 * How long a suite will take on a machine, by what others took there.
 *
 * @returns seconds
 * @throws UsageError where there is no such suite
 */
export function expectedSeconds(suite: string, { done, goneSeconds }: TimeSpent): number {
  const minutes = ['setup', ...done].reduce((sum, one) => sum + minutesOf(one), 0);
  return (minutesOf(suite) * goneSeconds) / minutes;
}

function minutesOf(suite: string): number {
  const minutes = MINUTES[suite];
  if (minutes === undefined)
    throw new UsageError(
      `there is no suite ${suite}: choose one of ${Object.keys(MINUTES).join(', ')}`,
    );
  return minutes;
}

/** @returns the status to end with */
function main([suite = '', gone, limit, ...done]: readonly string[]): number {
  const [goneSeconds, limitSeconds] = [Number(gone), Number(limit) * 60];
  if (!(goneSeconds > 0 && limitSeconds > 0))
    throw new UsageError('give the seconds that are gone and the minutes that there are');
  const seconds = expectedSeconds(suite, { done, goneSeconds });
  if (goneSeconds + seconds <= limitSeconds) return 0;
  const [here, left] = [seconds, Math.max(0, limitSeconds - goneSeconds)].map((one) =>
    Math.ceil(one / 60),
  );
  process.stderr.write(
    `${suite}: LEFT OUT, AND NOT COUNTED: on this machine it takes about ${here} minutes, and ${left} of ${limit} are left; scripts/test ${suite} runs it\n`,
  );
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`time-left: ${messageOf(error)}\n`);
    process.exitCode = Exit.FAULT;
  }
}
