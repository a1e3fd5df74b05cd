/** `holerace reproduce RESULT.json`: a C program that shows what a result found, without holerace. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Argv } from 'yargs';
import { readReport } from '../../campaign/read-report.js';
import type { Checked } from '../../check/words.js';
import { messageOf, UsageError } from '../../errors.js';
import { readRegular } from '../../files/regular-file.js';
import { makeScratch } from '../../files/scratch.js';
import type { Kernel } from '../../kernels/kernel.js';
import { failuresOf } from '../../report/words/failure.js';
import { reproducer, targetOf } from '../../reproduce/reproducer.js';
import { PROGRAM_RUNS_CEILING } from '../../result/limits.js';
import type { Result } from '../../result/result.js';
import { Exit } from '../../result/verdict.js';
import { scenarioIds } from '../../scenarios/list.js';
import type { Context } from '../options/context.js';
import { type GuestAgain, guestAgain } from '../options/guest-again.js';
import { numberOption } from '../options/numbers.js';
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
export async function run(args: ReproduceArguments, context: Context): Promise<number> {
  const { log } = context;
  for (const name of ['runs', 'seconds', 'kernel'] as const)
    if (args[name] !== undefined && args.check !== true)
      throw new UsageError(`--${name} is for --check: give both, or neither`);
  const result = failureIn(args, (message) => log.warn(message));
  const text = reproducer(result, args.scenario);
  if (args.check !== true) {
    writeOut(text);
    return Exit.CLEAN;
  }
  const checked = await checkedIn(result, text, args, context);
  if (checked === null) {
    writeOut(text);
    return Exit.UNTESTED;
  }
  const { checkedWords, foundIn } = await import('../../check/words.js');
  const words = checkedWords(checked);
  writeOut(reproducer(result, args.scenario, words));
  log.info(`checked: ${words}`);
  if (foundIn(checked) > 0) return Exit.CLEAN;
  log.warn('the program has not shown what the result found: its head says what was seen');
  return Exit.UNTESTED;
}

/** What the program comes to in a guest, null where it could not be compiled, which is said. */
async function checkedIn(
  result: Result,
  text: string,
  args: ReproduceArguments,
  { log, signal }: Context,
): Promise<Checked | null> {
  const again = guestAgain(result);
  const { compileStatic } = await import('../../check/compile.js');
  const { check } = await import('../../check/check.js');
  const { filesystemAgain } = await import('../../check/filesystem-again.js');
  const target = targetOf(result, args.scenario);
  const filesystem = await filesystemAgain(again.guest, target, result.expect);
  const scratch = makeScratch('check');
  const [source, program] = ['repro.c', 'repro'].map((name) => path.join(scratch.folder, name));
  if (source === undefined || program === undefined) throw new Error('two names');
  try {
    return await withProgress(log, async () => {
      const kernel = await kernelOf(again, args);
      writeFileSync(source, text);
      try {
        await compileStatic(source, program);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        log.warn(`nothing was checked, for ${error.message}`);
        return null;
      }
      const { runs = RUNS, seconds = SECONDS } = args;
      const order = { program, runs, seconds, kernel, machine: again.guest, filesystem };
      return check({ ...order, result, target, signal, log });
    });
  } finally {
    scratch.remove();
  }
}

/**
 * The kernel to boot.
 *
 * @throws UsageError where it is not to be had
 */
async function kernelOf({ k, choice }: GuestAgain, args: ReproduceArguments): Promise<Kernel> {
  const { resolveKernel } = await import('../../kernels/resolve.js');
  if (args.kernel !== undefined) return resolveKernel(args.kernel);
  try {
    return await resolveKernel(k, choice);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      `the kernel of the result is not to be had any more: ${error.message}; or name it with --kernel`,
    );
  }
}

/** The first result of a file that is stale; of one with none, the first. */
function failureIn({ result: name }: ReproduceArguments, warn: (message: string) => void): Result {
  const report = readReport([{ name, bytes: bytesOf(name) }], warn);
  const failures = failuresOf(report);
  const found = failures.find(({ verdict }) => verdict === 'stale') ?? report.results[0];
  if (found === undefined) throw new UsageError(`${name} holds no stale result: give one that is`);
  return found;
}

function bytesOf(name: string): Buffer {
  try {
    return readRegular(name);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name} cannot be read (${messageOf(error)}): give the file of --json`);
  }
}
