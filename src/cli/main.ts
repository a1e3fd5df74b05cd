/** The command line: parses, calls one command, and turns how it ended into an exit code. */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import {
  INTERRUPTIONS,
  InterruptedError,
  messageOf,
  UntestedError,
  UsageError,
} from '../errors.js';
import { interruption } from '../interruption.js';
import { makeLog } from '../log.js';
import { MAPPING_VARIABLE } from '../native/mapping-variable.js';
import { Exit } from '../result/verdict.js';
import { systemCodeOf, systemMessageOf } from '../system-errors.js';
import { VERSION } from '../version.js';
import * as bisect from './commands/bisect.js';
import * as merge from './commands/merge.js';
import * as reduce from './commands/reduce.js';
import * as report from './commands/report.js';
import * as reproduce from './commands/reproduce.js';
import * as run from './commands/run.js';
import * as scenarios from './commands/scenarios.js';
import * as selftest from './commands/selftest.js';
import * as sweep from './commands/sweep.js';
import * as vm from './commands/vm.js';
import type { Context } from './options/context.js';
import { joinDashedValues } from './options/dashed-values.js';
import { beforeDashes, withGrammar } from './options/grammar.js';
import { usageMessage } from './options/usage-message.js';
import type { VmArguments } from './options/vm-options.js';
import { outputFailure } from './output/stdout.js';

/** Columns of help, where the terminal has as many. */
const WIDEST_HELP = 100;

const words = joinDashedValues(hideBin(process.argv));
// Needed before the command line is parsed.
const log = makeLog(isGiven('--verbose'), isGiven('--quiet'));
const abort = new AbortController();
interruption.signal = abort.signal;
const context: Context = { log, signal: abort.signal };

for (const name of INTERRUPTIONS) {
  process.on(name, () => {
    // The second time at once: what must not be left behind is removed as the process exits.
    if (abort.signal.aborted) process.exit(Exit[name]);
    abort.abort(new InterruptedError(name));
  });
}

// Beyond ulimit -f writes fail then, and say so (setrlimit(2), RLIMIT_FSIZE).
process.on('SIGXFSZ', () => undefined);

// Nothing may end with status 1, which means stale.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => process.exit(explain(error)));
}

/** Whether an option of the log is given; behind -- nothing is of ours. */
function isGiven(option: string): boolean {
  return beforeDashes(words).includes(option);
}

/** Parses the command line and runs its command. Returns the exit code. */
async function main(): Promise<number> {
  let exitCode: number = Exit.CLEAN;
  const cli = withGrammar(yargs(words), words)
    .scriptName('holerace')
    .usage(
      '$0 COMMAND\n\nFinds stale mmap reads: races read faults over holes of a mapped file against write(2).',
    )
    .option('verbose', {
      describe: 'log more, and print the counts of each strategy',
      type: 'boolean',
      global: true,
    })
    .option('quiet', { describe: 'log errors only', type: 'boolean', global: true })
    .conflicts('quiet', 'verbose')
    .completion('completion', 'print the script that completes words in bash or zsh')
    .version(VERSION)
    .help()
    .strict()
    .demandCommand(1, 'no command was given: holerace --help lists them')
    .wrap(Math.min(WIDEST_HELP, process.stdout.columns ?? WIDEST_HELP))
    .exitProcess(false)
    .fail((message, error) => {
      if (error !== undefined && error.name !== 'YError') throw error;
      throw new UsageError(usageMessage(message ?? error?.message ?? ''));
    })
    .command(run.command, run.describe, run.builder, async (args) => {
      exitCode = await run.run(args, context);
    })
    .command(vm.command, vm.describe, vm.builder, async (args) => {
      exitCode = await vm.run(args as unknown as VmArguments, context);
    })
    .command(sweep.command, sweep.describe, sweep.builder, async (args) => {
      exitCode = await sweep.run(args as unknown as sweep.SweepArguments, context);
    })
    .command(bisect.command, bisect.describe, bisect.builder, async (args) => {
      exitCode = await bisect.run(args as unknown as bisect.BisectArguments, context);
    })
    .command(merge.command, merge.describe, merge.builder, async (args) => {
      exitCode = await merge.run(args, context);
    })
    .command(selftest.command, selftest.describe, selftest.builder, async (args) => {
      exitCode = await selftest.run(args, context);
    })
    .command(
      'doctor [dir]',
      'what can be tested here, what cannot, and what to do about it',
      (argv) => argv.positional('dir', { type: 'string', default: '.' }),
      async (args) => {
        // It needs nearly all of holerace; the others need not wait for that.
        const doctor = await import('./commands/doctor.js');
        exitCode = await doctor.run(args);
      },
    )
    .command(report.command, report.describe, report.builder, async (args) => {
      exitCode = await report.run(args, context);
    })
    .command(reproduce.command, reproduce.describe, reproduce.builder, async (args) => {
      exitCode = await reproduce.run(args, context);
    })
    .command(reduce.command, reduce.describe, reduce.builder, async (args) => {
      exitCode = await reduce.run(args, context);
    })
    .command(scenarios.command, scenarios.describe, {}, () => {
      exitCode = scenarios.run();
    });
  await checkMapping();
  await cli.parseAsync();
  return exitCode;
}

/**
 * Only where something is asked for: nothing else has to wait for it.
 *
 * @throws UsageError where there is no such way to map files here
 */
async function checkMapping(): Promise<void> {
  if (process.env[MAPPING_VARIABLE]) (await import('../native/mmap.js')).mappingHere();
}

/** The exit code of an error, which it puts into the log. */
function explain(error: unknown): number {
  const expected = error instanceof UsageError || error instanceof UntestedError;
  const fromSystem = systemCodeOf(error) !== null;
  // What the system refused needs no stack to be understood; a fault of holerace's own does.
  if (error instanceof Error && !expected && !fromSystem) log.error(error.stack ?? error.message);
  else log.error(expected ? messageOf(error) : systemMessageOf(error));
  return error instanceof UntestedError ? Exit.UNTESTED : Exit.FAULT;
}

/** What fails after an interruption fails because of it. */
const exitCode = await main().catch((error: unknown) =>
  abort.signal.aborted ? Exit.FAULT : explain(error),
);
const reason: unknown = abort.signal.reason;
if (reason instanceof InterruptedError) {
  log.error(reason.message);
  process.exit(Exit[reason.signalName]);
}
const failure = await outputFailure();
process.exit(failure === null ? exitCode : explain(failure));
