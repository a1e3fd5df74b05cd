/** `holerace reproduce RESULT.json`: a C program that shows what a result found, without holerace. */
import type { Argv } from 'yargs';
import { readReport } from '../../campaign/read-report.js';
import { messageOf, UsageError } from '../../errors.js';
import { readRegular } from '../../files/regular-file.js';
import { failuresOf } from '../../report/words/failure.js';
import { reproducer } from '../../reproduce/reproducer.js';
import type { Result } from '../../result/result.js';
import { scenarioIds } from '../../scenarios/list.js';
import type { Context } from '../options/context.js';
import { writeOut } from '../output/stdout.js';

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
    .example('$0 reproduce result.json > repro.c', 'what a maintainer can compile');
}

export interface ReproduceArguments {
  readonly result: string;
  readonly scenario?: string | undefined;
}

/** Prints the program. Returns the exit code. */
export async function run(args: ReproduceArguments, { log }: Context): Promise<number> {
  writeOut(
    reproducer(
      failureIn(args, (message) => log.warn(message)),
      args.scenario,
    ),
  );
  return 0;
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
