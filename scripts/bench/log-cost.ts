/**
 * What it costs to listen to the kernel's log: the processor's time of a look at it, and races with and without a
 * listener in turn, for these machines are noisy.
 *
 * node build/scripts/bench/log-cost.js [--rounds N] [--seconds S] DIR
 */
import os from 'node:os';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { KernelLogListener, LOOK_EVERY_MS } from '../../src/kernel-log/listener.js';
import { KERNEL_LOG, KernelLogReader } from '../../src/kernel-log/reader.js';
import { cleanNeed } from '../../src/race/clean-need.js';
import type { RacePlan } from '../../src/race/plan.js';
import { raceInChild } from '../../src/race/race-child.js';
import { ResultBuilder } from '../../src/result/builder/result-builder.js';
import type { RecordSink } from '../../src/result/records.js';
import { makeTargetFile, removeTargetFile } from '../../src/target/target-file.js';
import { VERSION } from '../../src/version.js';
import { median } from './median.js';
import { SCENARIO } from './run.js';

const LOOKS = 5000;
const FIRST_LENGTH_BYTES = 1 << 20;

const args = yargs(hideBin(process.argv))
  .usage('$0 DIR')
  .demandCommand(1)
  .option('rounds', { type: 'number', default: 7 })
  .option('seconds', { type: 'number', default: 3 })
  .strictOptions()
  .parseSync();

/** Processor time of one look where nothing was said, in microseconds. */
function lookMicroseconds(): number {
  const reader = new KernelLogReader(KERNEL_LOG);
  reader.look();
  const before = process.cpuUsage();
  for (let look = 0; look < LOOKS; look++) reader.look();
  const { user, system } = process.cpuUsage(before);
  reader.close();
  return (user + system) / LOOKS;
}

/** Attempts a second of one race. */
async function rateOf(directory: string, listens: boolean): Promise<number> {
  const plan: RacePlan = {
    ...{ scenarios: [SCENARIO], seconds: args.seconds, budgetSeconds: null, attempts: null },
    ...{ untilBound: null, seed: 7, expect: 'any', strategies: ['stagger'], evidenceLimit: 1 },
  };
  const builder = new ResultBuilder({
    ...{ holerace: VERSION, seed: plan.seed, expect: plan.expect, kernelSource: '', accel: null },
    ...{ kernelRelease: os.release(), cpus: os.availableParallelism() },
    ...{ scenarios: plan.scenarios, filesystems: null },
    needOf: (id, target) => cleanNeed(plan, id, target),
  });
  const file = makeTargetFile(directory, FIRST_LENGTH_BYTES);
  const ignore: RecordSink = () => undefined;
  const listener = listens ? KernelLogListener.begin(KERNEL_LOG, ignore) : null;
  if (typeof listener === 'string') throw new Error(`nobody can listen: ${listener}`);
  try {
    const { result } = await raceInChild({
      ...{ plan, files: { read: file, write: file }, builder },
      ...{ sink: listener?.follow ?? ignore, signal: new AbortController().signal },
    });
    const [scenario] = result.scenarios;
    return (scenario?.attempts ?? 0) / (scenario?.seconds ?? 1);
  } finally {
    listener?.end();
    removeTargetFile(file);
  }
}

const [directory = '.'] = args._.map(String);
const look = lookMicroseconds();
const share = (look * (1000 / LOOK_EVERY_MS)) / 1e6;
process.stdout.write(`a look: ${look.toFixed(1)} µs; ${(100 * share).toFixed(4)}% of a cpu\n`);
const ratios: number[] = [];
for (let round = 1; round <= args.rounds; round++) {
  const order = round % 2 === 0 ? [true, false] : [false, true];
  const rates = new Map<boolean, number>();
  for (const listens of order) rates.set(listens, await rateOf(directory, listens));
  const ratio = (rates.get(true) ?? 0) / (rates.get(false) ?? 1);
  ratios.push(ratio);
  process.stdout.write(`round ${round}: ${ratio.toFixed(3)} of the attempts a second without\n`);
}
process.stdout.write(`median: ${median(ratios).toFixed(3)}\n`);
