/**
 * Measures what a run costs in a guest that is up, and whether it finds as much as one that boots: runs of both kinds in
 * turn, with the same seeds, for these machines are noisy.
 *
 * node build/scripts/bench/runs-a-boot.js --kernel K [--fs ext4] [--scenario ID] [--strategy ID] [--runs N]
 *   [--attempts N] [--seconds S] [--accel auto|kvm|tcg]
 */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { type FilesystemChoice, vmChoices } from '../../src/filesystems/list.js';
import { resolveKernel } from '../../src/kernels/resolve.js';
import { makeLog } from '../../src/log.js';
import { chosenStrategies, type StrategyId } from '../../src/race/strategies/list.js';
import { scenarioIds } from '../../src/scenarios/list.js';
import type { AccelChoice } from '../../src/vm/accel.js';
import type { VmOptions } from '../../src/vm/options.js';
import { MEMORY_MIB, PMEM_MIB } from '../../src/vm/qemu/pmem.js';
import { RacingGuest } from '../../src/vm/racing-guest.js';
import { SCENARIO } from './run.js';
import { runsTable, type TimedRun } from './runs-a-boot-table.js';

const TIMEOUT_SECONDS = 300;

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string', demandOption: true })
  .option('fs', { choices: vmChoices, default: 'ext4' as FilesystemChoice })
  .option('scenario', { choices: scenarioIds, default: SCENARIO })
  .option('strategy', { choices: chosenStrategies, default: 'stagger' as StrategyId })
  .option('runs', { type: 'number', default: 20 })
  .option('attempts', { type: 'number', default: 200 })
  .option('seconds', { type: 'number', default: 20 })
  .option('seed', { type: 'number', default: 1, describe: 'of the first run; each has the next' })
  .option('accel', { choices: ['auto', 'kvm', 'tcg'] as const, default: 'auto' as AccelChoice })
  .strict()
  .parseSync();
const log = makeLog(false);
const kernel = await resolveKernel(args.kernel);

function optionsOf(run: number): VmOptions {
  return {
    kernel,
    plan: {
      ...{ scenarios: [args.scenario], seconds: args.seconds, attempts: args.attempts },
      ...{ seed: args.seed + run, expect: 'dax', budgetSeconds: null, untilBound: null },
      ...{ strategies: [args.strategy], evidenceLimit: 1 },
    },
    ...{ filesystems: [args.fs], pmem: 'memmap', cpus: 2, memoryMib: MEMORY_MIB },
    ...{ pmemMib: PMEM_MIB, accel: args.accel, append: null, qemuArgs: null },
    ...{ timeoutSeconds: TIMEOUT_SECONDS, again: '', log, sink: () => undefined },
    signal: new AbortController().signal,
  };
}

async function timed(guest: RacingGuest, run: number): Promise<TimedRun> {
  const startedMs = performance.now();
  const { finding, reason, scenarios } = await guest.race(optionsOf(run));
  // Its end is part of what a boot costs.
  if (!guest.isUp) await guest.close();
  const wholeSeconds = (performance.now() - startedMs) / 1000;
  const [scenario] = scenarios;
  // One in which too little overlapped is no stale run, of either kind.
  if (scenario === undefined || finding !== null)
    throw new Error(`nothing was measured: ${reason}`);
  const { attempts, overlapped, seconds: racingSeconds, stale } = scenario;
  return { isStale: stale > 0, attempts, overlapped, racingSeconds, wholeSeconds };
}

const own: TimedRun[] = [];
const shared: TimedRun[] = [];
const guest = new RacingGuest(true);
/** Ctrl-C ends it behind the pair that is under way, and what has been measured is told. */
let isStopped = false;
process.once('SIGINT', () => {
  isStopped = true;
});
try {
  for (let run = 0; run < args.runs && !isStopped; run++) {
    own.push(await timed(new RacingGuest(false), run));
    shared.push(await timed(guest, run));
    if (!guest.isUp) throw new Error('the guest that was to stay up did not');
    log.info(`run ${run + 1} of ${args.runs} of each kind`);
  }
  process.stdout.write(runsTable(own, shared));
} finally {
  await guest.close();
}
