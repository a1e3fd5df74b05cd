/** `holerace run [DIR]`: race in a directory on the running kernel. */
import os from 'node:os';
import type { Argv } from 'yargs';
import { combineSinks } from '../report/record-line.js';
import { coreScenarioIds } from '../scenarios/list.js';
import { atExit } from '../scratch.js';
import { checkFreeSpace } from '../target/free-space.js';
import { makeTargetFile, removeStuckFile, removeTargetFile } from '../target/target-file.js';
import { VERSION } from '../version.js';
import { commandAgain } from './command-again.js';
import type { Context } from './context.js';
import {
  checkOutput,
  type OutputArguments,
  outputOptions,
  putOutResult,
  recordOutput,
} from './output-options.js';
import { withProgress } from './progress.js';
import { checkBudget, planOf, type RaceArguments, raceOptions } from './race-options.js';

/** Long enough to be mapped for the proof of DAX; the race sets its own length. */
const FIRST_LENGTH_BYTES = 1 << 20;

export const command = 'run [dir]';
export const describe = 'race in a directory on the running kernel';

export function builder<T>(yargs: Argv<T>) {
  return outputOptions(raceOptions(yargs))
    .positional('dir', { describe: 'the directory to test', type: 'string', default: '.' })
    .example('$0 run /mnt/pmem', 'race in a DAX mount')
    .example('$0 run --expect page-cache /tmp', 'race the page cache instead');
}

/** Races in the directory. Returns the exit code. */
export async function run(
  args: RaceArguments & OutputArguments & { readonly dir: string },
  { log, signal }: Context,
): Promise<number> {
  checkOutput(args);
  // Loaded here and not above: bad arguments need not wait for it.
  const { cleanNeed } = await import('../race/clean-need.js');
  const { raceInChild } = await import('../race/race-child.js');
  const { ResultBuilder } = await import('../report/result-builder.js');
  const plan = planOf(coreScenarioIds, args);
  checkBudget(plan, 1);
  const file = makeTargetFile(args.dir, FIRST_LENGTH_BYTES);
  const forget = atExit(() => removeTargetFile(file));
  let isStuck = false;
  try {
    checkFreeSpace(args.dir);
    log.info(`racing in ${args.dir} with seed ${plan.seed}`);
    const resultBuilder = new ResultBuilder({
      holerace: VERSION,
      seed: plan.seed,
      expect: plan.expect,
      kernelSource: '',
      kernelRelease: os.release(),
      accel: null,
      cpus: os.availableParallelism(),
      scenarios: plan.scenarios,
      filesystems: null,
      needOf: (id, target) => cleanNeed(plan, id, target),
      again: commandAgain(plan.seed),
    });
    const files = { read: file, write: file };
    const { result, stuck } = await withProgress(log, (progress) => {
      const sink = combineSinks(progress, recordOutput(args));
      return raceInChild({ ...{ plan, files, sink, signal }, builder: resultBuilder });
    });
    isStuck = stuck;
    return await putOutResult(result, args, log);
  } finally {
    forget();
    if (isStuck) log.warn(removeStuckFile(file));
    else removeTargetFile(file);
  }
}
