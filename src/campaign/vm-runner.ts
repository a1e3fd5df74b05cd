/** The real runner of a campaign: each run boots the kernel, and races in it. */

import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Logger } from 'pino';
import { resolveKernel } from '../kernels/resolve.js';
import { quoted } from '../quoted.js';
import type { RacePlan } from '../race/plan.js';
import type { RecordSink } from '../result/records.js';
import type { VmOptions } from '../vm/options.js';
import { raceInVm } from '../vm/race-in-vm.js';
import type { KernelRunner } from './campaign.js';

/** QEMU's own memory, beside that of its guest. */
const QEMU_MIB = 256;

export type GuestOptions = Pick<
  VmOptions,
  | 'filesystems'
  | 'filesystemOptions'
  | 'pmem'
  | 'cpus'
  | 'memoryMib'
  | 'pmemMib'
  | 'accel'
  | 'append'
  | 'qemuArgs'
  | 'timeoutSeconds'
>;

export interface RunnerOptions {
  /** Its seed is replaced by each run's own. */
  readonly plan: RacePlan;
  readonly guest: GuestOptions;
  readonly log: Logger;
  readonly sink: RecordSink;
}

/** Makes the runner. */
export function vmRunner({ plan, guest, log, sink }: RunnerOptions): KernelRunner {
  return async ({ k, seed, signal }) => {
    const kernel = await resolveKernel(k);
    const seeded = { ...plan, seed };
    const again = vmCommand(k, seeded, guest);
    return raceInVm({ ...guest, kernel, plan: seeded, again, signal, log, sink });
  };
}

/** The command line that makes one run again. */
export function vmCommand(k: string, plan: RacePlan, guest: GuestOptions): string {
  const optional = (name: string, value: number | string | null) =>
    value === null ? [] : [`${name}=${value}`];
  const { budgetSeconds, seconds } = plan;
  const time = budgetSeconds === null ? ['--seconds', seconds] : ['--budget', budgetSeconds];
  return quoted([
    ...['holerace', 'vm', '--kernel', k, '--seed', `${plan.seed}`, ...time.map(String)],
    ...optional('--attempts', plan.attempts),
    ...optional('--until-bound', plan.untilBound),
    ...plan.scenarios.flatMap((id) => ['--scenario', id]),
    ...(plan.strategies ?? []).flatMap((id) => ['--strategy', id]),
    ...guest.filesystems.flatMap((filesystem) => ['--fs', filesystem]),
    ...joined('--mkfs-options', guest.filesystemOptions?.mkfs ?? []),
    ...joined('--mount-options', guest.filesystemOptions?.mount ?? []),
    ...['--pmem', guest.pmem, '--cpus', `${guest.cpus}`, '--memory', `${guest.memoryMib}`],
    ...['--pmem-size', `${guest.pmemMib}`, '--accel', guest.accel],
    ...optional('--append', guest.append),
    ...optional('--qemu-args', guest.qemuArgs),
  ]);
}

/** Words that may begin with a dash, as one of ours. */
function joined(name: string, words: readonly string[]): string[] {
  return words.length === 0 ? [] : [`${name}=${words.join(' ')}`];
}

/** How many guests fit on this machine at once, by its cores and by the memory that is free; one at least. */
export function guestsThatFit({ cpus, memoryMib, pmemMib }: GuestOptions): number {
  const meminfo = readFileSync('/proc/meminfo', 'utf8');
  const freeMib = Number(/^MemAvailable:\s+(\d+) kB/m.exec(meminfo)?.[1] ?? 0) / 1024;
  const byMemory = Math.floor(freeMib / (memoryMib + pmemMib + QEMU_MIB));
  // Racing threads that wait for a core do not meet.
  return Math.max(1, Math.min(Math.floor(os.availableParallelism() / cpus), byMemory));
}
