/** `holerace reproduce RESULT.json`: a C program that shows what a result found, without holerace. */
import type { Argv } from 'yargs';
import { checkedWords, foundIn } from '../../check/words.js';
import { UsageError } from '../../errors.js';
import { reproducer } from '../../reproduce/reproducer.js';
import { PROGRAM_RUNS_CEILING } from '../../result/limits.js';
import { Exit } from '../../result/verdict.js';
import { scenarioIds } from '../../scenarios/list.js';
import type { Context } from '../options/context.js';
import { guestAgain } from '../options/guest-again.js';
import { numberOption } from '../options/numbers.js';
import { resultOfFile } from '../options/result-file.js';
import { writeOut } from '../output/stdout.js';
import { withProgress } from '../progress/progress.js';

const RUNS = 3;
const SECONDS = 30;
const HOUR_SECONDS = 3600;

export const command = 'reproduce <result>';
export const describe = 'a C program that shows what a result found, without holerace';

export function builder<T>(yargs: Argv<T>) {
  return yargs
    .positional('result', {
      describe: 'what --json has saved, or the journal of a campaign',
      type: 'string',
      demandOption: true,
    })
    .option('scenario', {
      describe: 'what it is to show (default: what was stale most often)',
      choices: scenarioIds,
    })
    .option('check', {
      describe: "compile it and run it in a guest of the result's kernel, and say so in its head",
      type: 'boolean',
    })
    .option('runs', {
      describe: `with --check: how often it is run (default: ${RUNS})`,
      requiresArg: true,
      coerce: numberOption('runs', { least: 1, most: PROGRAM_RUNS_CEILING, whole: true }),
    })
    .option('seconds', {
      describe: `with --check: racing time of each run (default: ${SECONDS})`,
      requiresArg: true,
      coerce: numberOption('seconds', { least: 1, most: HOUR_SECONDS, whole: true }),
    })
    .option('kernel', {
      describe: 'with --check: the kernel to boot instead, as vm takes it',
      type: 'string',
      requiresArg: true,
    })
    .example('$0 reproduce result.json > repro.c', 'what a maintainer can compile')
    .example('$0 reproduce result.json --check > repro.c', 'the same, tried out before');
}

export interface ReproduceArguments {
  readonly result: string;
  readonly scenario?: string | undefined;
  readonly check?: boolean | undefined;
  readonly runs?: number | undefined;
  readonly seconds?: number | undefined;
  readonly kernel?: string | undefined;
}

/** Prints the program. Returns the exit code: with --check that of nothing tested where it found nothing. */
export async function run(args: ReproduceArguments, { log, signal }: Context): Promise<number> {
  const { scenario, runs = RUNS, seconds = SECONDS, kernel } = args;
  for (const name of ['runs', 'seconds', 'kernel'] as const)
    if (args[name] !== undefined && args.check !== true)
      throw new UsageError(`--${name} is for --check: give both, or neither`);
  const result = resultOfFile(args.result, (message) => log.warn(message));
  const text = reproducer(result, scenario);
  if (args.check !== true) {
    writeOut(text);
    return Exit.CLEAN;
  }
  const again = guestAgain(result);
  // Loaded here and not above: bad arguments need not wait for it.
  const { checkResult } = await import('../../check/check-result.js');
  const checked = await withProgress(log, () =>
    checkResult({ result, scenario, again, kernel, runs, seconds, signal, log }),
  );
  if (checked === null) {
    writeOut(text);
    return Exit.UNTESTED;
  }
  const words = checkedWords(checked);
  writeOut(reproducer(result, scenario, words));
  log.info(`checked: ${words}`);
  if (foundIn(checked) > 0) return Exit.CLEAN;
  log.warn('the program has not shown what the result found: its head says what was seen');
  return Exit.UNTESTED;
}
