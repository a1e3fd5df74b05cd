/**
 * Measures what a vm run costs beside its racing, against the same kernel that boots and powers off with
 * an empty initramfs, in turn and in one run, for these machines are noisy.
 *
 * node build/scripts/bench/vm-overhead.js --kernel K [--fs ext4] [--rounds N] [--accel auto|kvm|tcg]
 */
import { mkdtempSync, rmSync } from 'node:fs';
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
import { makeEmptyInitramfs } from '../../src/vm/initramfs.js';
import { type Accel, GUEST_PARAMETERS } from '../../src/vm/qemu/machine.js';
import { MEMORY_MIB, PMEM_MIB, pmemSetup } from '../../src/vm/qemu/pmem.js';
import { startGuest } from '../../src/vm/qemu/qemu.js';
import { raceInVm } from '../../src/vm/race-in-vm.js';
import { median } from './median.js';

const CPUS = 2;
const RACING_SECONDS = 3;
const TIMEOUT_SECONDS = 300;

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string', demandOption: true })
  .option('fs', { choices: vmChoices, default: 'ext4' as FilesystemChoice })
  .option('rounds', { type: 'number', default: 5 })
  .option('accel', { choices: ['auto', 'kvm', 'tcg'] as const, default: 'auto' as AccelChoice })
  .strict()
  .parseSync();
const log = makeLog(false);
const kernel = await resolveKernel(args.kernel);

/** Seconds from QEMU's start to its end with an empty initramfs, on the machine that a vm run uses. */
async function emptyBoot(accel: Accel, folder: string): Promise<number> {
  const { qemu, kernelParameters } = pmemSetup('memmap', MEMORY_MIB, PMEM_MIB);
  const initramfs = await makeEmptyInitramfs(mkdtempSync(path.join(folder, 'empty-')));
  const startedMs = performance.now();
  const guest = startGuest(
    {
      ...{ accel, cpus: CPUS, image: kernel.image, initramfs, disk: null },
      kernelParameters: [...GUEST_PARAMETERS, ...kernelParameters],
      consoleLog: path.join(folder, 'console.log'),
      memory: qemu,
    },
    () => undefined,
  );
  await guest.ended;
  return (performance.now() - startedMs) / 1000;
}

/** Seconds of a whole vm run, from holerace's first step to QEMU's end, less its racing. */
async function vmRun(accel: Accel, tested: Kernel): Promise<number> {
  const startedMs = performance.now();
  const result = await raceInVm({
    kernel: tested,
    plan: {
      scenarios: coreScenarioIds,
      seconds: RACING_SECONDS,
      attempts: null,
      seed: 1,
      expect: 'dax',
      budgetSeconds: null,
      untilBound: null,
      strategies: null,
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
  if (result.verdict === 'untested') throw new Error(`nothing was measured: ${result.reason}`);
  const racing = result.scenarios.reduce((sum, { seconds }) => sum + seconds, 0);
  return (performance.now() - startedMs) / 1000 - racing;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'holerace-bench-'));
try {
  const { accel } = await chooseAccel(args.accel, kernel, folder);
  const empty: number[] = [];
  const whole: number[] = [];
  // The first pair fills caches, the host's and holerace's own, and does not count.
  for (let round = 0; round <= args.rounds; round++) {
    const pair = [await emptyBoot(accel, folder), await vmRun(accel, kernel)] as const;
    if (round === 0) continue;
    empty.push(pair[0]);
    whole.push(pair[1]);
    log.info(
      `round ${round}: empty boot ${pair[0].toFixed(2)} s, vm run less racing ${pair[1].toFixed(2)} s`,
    );
  }
  const ratio = median(whole) / median(empty);
  process.stdout.write(
    `${kernel.release} under ${accel}, ${args.fs}, medians of ${args.rounds}: empty boot ${median(empty).toFixed(2)} s, vm run less racing ${median(whole).toFixed(2)} s, ratio ${ratio.toFixed(2)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
