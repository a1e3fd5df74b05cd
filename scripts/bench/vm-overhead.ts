/**
 * Measures what a vm run costs beside its racing, against the same kernel that boots and powers off with
 * an empty initramfs, in turn and in one run, for these machines are noisy. Another build of holerace may be measured
 * beside this one: a folder that holds its build/. Seconds of cpus hold the run's few attempts as well: they are those of all processes
 * that were started for it, and steadier than time on a busy machine.
 *
 * node build/scripts/bench/vm-overhead.js --kernel K [--fs ext4] [--rounds N] [--accel auto|kvm|tcg] [--beside FOLDER]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { type FilesystemChoice, vmChoices } from '../../src/filesystems/list.js';
import type { Kernel } from '../../src/kernels/kernel.js';
import { resolveKernel } from '../../src/kernels/resolve.js';
import { makeLog } from '../../src/log.js';
import { coreScenarioIds } from '../../src/scenarios/list.js';
import { type AccelChoice, chooseAccel } from '../../src/vm/accel.js';
import type { Accel } from '../../src/vm/qemu/machine.js';
import { MEMORY_MIB, PMEM_MIB } from '../../src/vm/qemu/pmem.js';
import { raceInVm } from '../../src/vm/race-in-vm.js';
import { makeEmptyBoot } from './empty-boot.js';
import { median } from './median.js';
import { fromOtherBuild } from './other-build.js';

const CPUS = 2;
const RACING_SECONDS = 60;
/** Of each scenario: a second of racing, or so. */
const ATTEMPTS = 100;
const TIMEOUT_SECONDS = 300;

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string', demandOption: true })
  .option('fs', { choices: vmChoices, default: 'ext4' as FilesystemChoice })
  .option('rounds', { type: 'number', default: 5 })
  .option('accel', { choices: ['auto', 'kvm', 'tcg'] as const, default: 'auto' as AccelChoice })
  .option('beside', { type: 'string', describe: 'a folder with another build' })
  .strict()
  .parseSync();
const log = makeLog(false);
const kernel = await resolveKernel(args.kernel);

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Of all processes that this one has started, and that have ended (proc_pid_stat(5): cutime and cstime, in hundredths). */
function childrensCpuSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

/** What something costs that gives the seconds to leave out of it. */
async function costOf(run: () => Promise<number>): Promise<Cost> {
  const cpuBefore = childrensCpuSeconds();
  const startedMs = performance.now();
  const leftOut = await run();
  const seconds = (performance.now() - startedMs) / 1000 - leftOut;
  return { seconds, cpuSeconds: childrensCpuSeconds() - cpuBefore };
}

type RaceInVm = typeof raceInVm;

/** A whole vm run, from holerace's first step to QEMU's end, less its racing. */
async function vmRun(race: RaceInVm, accel: Accel, tested: Kernel): Promise<Cost> {
  return costOf(async () => {
    const { finding, reason, scenarios } = await race({
      kernel: tested,
      plan: {
        scenarios: coreScenarioIds,
        seconds: RACING_SECONDS,
        attempts: ATTEMPTS,
        seed: 1,
        expect: 'dax',
        budgetSeconds: null,
        untilBound: null,
        strategies: ['stagger'],
        evidenceLimit: 16,
      },
      filesystems: [args.fs],
      pmem: 'memmap',
      cpus: CPUS,
      memoryMib: MEMORY_MIB,
      pmemMib: PMEM_MIB,
      accel,
      append: null,
      qemuArgs: null,
      timeoutSeconds: TIMEOUT_SECONDS,
      again: '',
      signal: new AbortController().signal,
      log,
      sink: () => undefined,
    });
    // So few attempts are no verdict.
    if (finding !== null || scenarios.length < coreScenarioIds.length)
      throw new Error(`nothing was measured: ${reason}`);
    return scenarios.reduce((sum, { seconds }) => sum + seconds, 0);
  });
}

const runs = new Map<string, RaceInVm>([['this build', raceInVm]]);
if (args.beside !== undefined) {
  const other = await fromOtherBuild<{ raceInVm: RaceInVm }>(args.beside, 'src/vm/race-in-vm.js');
  runs.set(args.beside, other.raceInVm);
}
const folder = mkdtempSync(path.join(os.tmpdir(), 'holerace-bench-'));
try {
  const { accel } = await chooseAccel(args.accel, kernel, folder);
  const emptyBoot = await makeEmptyBoot(kernel, accel, CPUS, folder);
  const empty: Cost[] = [];
  const whole = new Map([...runs.keys()].map((name): [string, Cost[]] => [name, []]));
  // The first round fills caches, the host's and holerace's own, and does not count.
  for (let round = 0; round <= args.rounds; round++) {
    const bare = await costOf(() => emptyBoot().then(() => 0));
    if (round > 0) empty.push(bare);
    // Who is first behind the empty boot is slower on some machines: each is first in turn.
    const inTurn = round % 2 === 0 ? [...runs] : [...runs].reverse();
    for (const [name, race] of inTurn) {
      const cost = await vmRun(race, accel, kernel);
      if (round > 0) whole.get(name)?.push(cost);
    }
    if (round > 0) log.info(`round ${round} of ${args.rounds}`);
  }
  const bare = medianOf(empty);
  process.stdout.write(
    `${kernel.release} under ${accel}, ${args.fs}, medians of ${args.rounds}: empty boot ${words(bare)}\n`,
  );
  for (const [name, costs] of whole) {
    const cost = medianOf(costs);
    const ratios = costs.map(({ seconds }, at) => seconds / (empty[at]?.seconds ?? Number.NaN));
    const cpuRatio = cost.cpuSeconds / bare.cpuSeconds;
    process.stdout.write(
      `${name}: vm run less racing ${words(cost)}, ratio ${(cost.seconds / bare.seconds).toFixed(2)} (of the pairs ${median(ratios).toFixed(2)}), of cpu seconds ${cpuRatio.toFixed(2)}\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function medianOf(costs: readonly Cost[]): Cost {
  return {
    seconds: median(costs.map(({ seconds }) => seconds)),
    cpuSeconds: median(costs.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

function words({ seconds, cpuSeconds }: Cost): string {
  return `${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of cpus)`;
}
