/** `holerace run [DIR]`: race in a directory on the running kernel. */
import os from 'node:os';
import type { Argv } from 'yargs';
import { holdLock } from '../../files/owned-lock.js';
import { atExit } from '../../files/scratch.js';
import { combineSinks } from '../../result/record-line.js';
import { coreScenarioIds } from '../../scenarios/list.js';
import { checkFreeSpace } from '../../target/free-space.js';
import { makeTargetFile, removeStuckFile, removeTargetFile } from '../../target/target-file.js';
import { VERSION } from '../../version.js';
import { commandAgain } from '../options/command-again.js';
import { type OnComplaintArguments, onComplaintOption } from '../options/complaint-options.js';
import type { Context } from '../options/context.js';
import {
  checkOutput,
  type OutputArguments,
  outputOptions,
  putOutResult,
  recordOutput,
} from '../options/output-options.js';
import { checkBudget, planOf, type RaceArguments, raceOptions } from '../options/race-options.js';
import { listenHere } from '../output/kernel-log.js';
import { withProgress } from '../progress/progress.js';

/** Long enough to be mapped for the proof of DAX; the race sets its own length. */
const FIRST_LENGTH_BYTES = 1 << 20;

export const command = 'run [dir]';
export const describe = 'race in a directory on the running kernel';

export function builder<T>(yargs: Argv<T>) {
  return onComplaintOption(outputOptions(raceOptions(yargs)))
    .positional('dir', { describe: 'the directory to test', type: 'string', default: '.' })
    .example('$0 run /mnt/pmem', 'race in a DAX mount')
    .example('$0 run --expect page-cache /tmp', 'race the page cache instead');
}

/** Races in the directory. Returns the exit code. */
export async function run(
  args: RaceArguments & OutputArguments & OnComplaintArguments & { readonly dir: string },
  { log, signal }: Context,
): Promise<number> {
  checkOutput(args);
  // Loaded here and not above: bad arguments need not wait for it.
  const { cleanNeed, mayLeaveOut } = await import('../../race/clean-need.js');
  const { raceInChild } = await import('../../race/race-child.js');
  const { ResultBuilder } = await import('../../result/builder/result-builder.js');
  const plan = planOf(coreScenarioIds, args);
  checkBudget(plan, 1);
  const file = makeTargetFile(args.dir, FIRST_LENGTH_BYTES);
  const forget = atExit(() => removeTargetFile(file));
  // Another run would take it for left behind where this one's number is not to be seen.
  const letGo = holdLock(file);
  let isStuck = false;
  let isThere = true;
  const remove = (): void => {
    if (!isThere) return;
    isThere = false;
    forget();
    letGo();
    if (isStuck) log.warn(removeStuckFile(file));
    else removeTargetFile(file);
  };
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
      mayLeaveOut: (id) => mayLeaveOut(plan, id),
      again: commandAgain(plan.seed),
    });
    const files = { read: file, write: file };
    const { result, stuck, listener } = await withProgress(log, async (progress) => {
      const out = combineSinks(progress, recordOutput(args));
      const heard = listenHere(
        combineSinks((record) => resultBuilder.add(record), out),
        log,
      );
      const sink = heard === null ? out : combineSinks(heard.follow, out);
      const order = { plan, files, sink, signal, builder: resultBuilder };
      return { ...(await raceInChild(order)), listener: heard };
    });
    isStuck = stuck;
    // What the kernel says as the file goes belongs to the result.
    remove();
    listener?.end();
    return await putOutResult({ ...result, complaints: resultBuilder.complaints }, args, log);
  } finally {
    remove();
  }
}
