/** The race in a guest: boots a kernel, follows its records, and tells how it ended. */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import { cacheFolder } from '../cache.js';
import { UsageError } from '../errors.js';
import {
  type GuestFilesystem,
  type GuestOrder,
  type PmemBackend,
  STATUS_NO_RUNTIME_DISK,
} from '../guest/order.js';
import type { Kernel } from '../kernels/kernel.js';
import type { RacePlan } from '../race/plan.js';
import { RecordReader } from '../report/record-reader.js';
import type { RecordSink } from '../report/records.js';
import type { Finding, Result } from '../report/result.js';
import { ResultBuilder } from '../report/result-builder.js';
import { VERSION } from '../version.js';
import { type AccelChoice, chooseAccel, rememberKvm } from './accel.js';
import { findCrash, lastWords, readTail } from './console.js';
import { makeInitramfs } from './initramfs.js';
import { mkfsOrder } from './mkfs.js';
import { type PmemSetup, pmemSetup } from './pmem.js';
import { type Accel, checkHostMemory, type QemuOutcome, startGuest } from './qemu.js';
import { runtimeImage } from './runtime-image.js';
import { type CutOff, Watchdog } from './watchdog.js';

export interface VmOptions {
  readonly kernel: Kernel;
  readonly plan: RacePlan;
  readonly filesystems: readonly GuestFilesystem[];
  readonly pmem: PmemBackend;
  readonly cpus: number;
  readonly memoryMib: number;
  readonly pmemMib: number;
  readonly accel: AccelChoice;
  /** For the whole, from QEMU's start to its end. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Takes each record as it comes. */
  readonly sink: RecordSink;
}

/** What one boot needs beside the options. */
interface Boot {
  readonly options: VmOptions;
  readonly folder: string;
  readonly accel: Accel;
  readonly order: GuestOrder;
  readonly pmem: PmemSetup;
  readonly mkfsTools: readonly string[];
  readonly runtimeOnDisk: boolean;
}

interface BootOutcome {
  readonly result: Result;
  /** The guest came up, but could not read the disk with the runtime. */
  readonly lacksDisk: boolean;
  /** The guest came up and raced. */
  readonly raced: boolean;
}

/**
 * Boots a kernel and races in it.
 *
 * @returns the guest's result as its own, also where the guest died on the way
 * @throws UsageError where QEMU is missing or cannot start such a guest
 */
export async function raceInVm(options: VmOptions): Promise<Result> {
  const pmem = pmemSetup(options.pmem, options.memoryMib, options.pmemMib);
  checkHostMemory(options.memoryMib + options.pmemMib);
  const filesystems = await Promise.all(
    options.filesystems.map((filesystem) => mkfsOrder(filesystem)),
  );
  const mkfsTools = filesystems.flatMap(({ mkfs }) => mkfs.slice(0, 1));
  const order: GuestOrder = { plan: options.plan, pmem: options.pmem, filesystems };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holerace-vm-'));
  try {
    const { accel, note, remember } = await chooseAccel(
      options.accel,
      options.kernel.image,
      folder,
    );
    if (note !== null) options.log.warn(note);
    const boot: Boot = { options, folder, accel, order, pmem, mkfsTools, runtimeOnDisk: true };
    const outcome = await bootWithFallback(boot);
    if (remember && outcome.raced) rememberKvm(false);
    return outcome.result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A kernel without virtio-blk gets the runtime in its initramfs, which boots more slowly. */
async function bootWithFallback(boot: Boot): Promise<BootOutcome> {
  const outcome = await bootOnce(boot);
  if (!outcome.lacksDisk) return outcome;
  boot.options.log.info(
    'the kernel has no virtio-blk disk: booting again with everything in the initramfs',
  );
  return bootOnce({ ...boot, runtimeOnDisk: false });
}

async function bootOnce(boot: Boot): Promise<BootOutcome> {
  const { options, folder, accel, runtimeOnDisk } = boot;
  const token = randomBytes(16).toString('hex');
  const scratch = mkdtempSync(path.join(folder, 'boot-'));
  const consoleLog = path.join(scratch, 'console.log');
  const { kernel, order } = { kernel: options.kernel, order: boot.order };
  const initramfs = await makeInitramfs(scratch, {
    kernel,
    order,
    token,
    runtimeOnDisk,
    mkfsTools: boot.mkfsTools,
  });
  const builder = builderOf(options, accel);
  const watchdog = new Watchdog(options.timeoutSeconds * 1000);
  let endStatus: number | null = null;
  const reader = new RecordReader((record) => {
    watchdog.heard(record);
    builder.add(record);
    if (record.record === 'end' && record.token === token) endStatus = record.status;
    options.sink(record);
  });
  const guest = startGuest(
    {
      ...{ accel, cpus: options.cpus, image: kernel.image, initramfs, consoleLog },
      disk: runtimeOnDisk ? await runtimeImage(boot.mkfsTools) : null,
      kernelParameters: [...KERNEL_PARAMETERS, ...boot.pmem.kernelParameters],
      memory: boot.pmem.qemu,
    },
    (chunk) => reader.push(chunk),
  );
  options.log.debug({ qemu: guest.command }, 'booting');
  const cutOff = await watchdog.watch(guest, options.signal);
  const outcome = await guest.ended;
  if (outcome.failed) throw new UsageError(`QEMU could not start the guest: ${outcome.complaint}`);
  const lacksDisk = endStatus === STATUS_NO_RUNTIME_DISK && runtimeOnDisk;
  const findingOf = (): Finding | null =>
    explainEnd({
      cutOff,
      outcome,
      endStatus,
      garbage: reader.garbage,
      done: builder.done,
      consoleLog,
    });
  const finding = lacksDisk || cutOff?.kind === 'interrupted' ? null : findingOf();
  if (finding !== null)
    options.log.error({ qemu: guest.command, console: finding.consoleLog }, finding.message);
  const reason = cutOff?.kind === 'interrupted' ? cutOff.message : (finding?.message ?? null);
  return { result: builder.finish({ finding, reason }), lacksDisk, raced: endStatus === 0 };
}

/**
 * What every guest is told. quiet: a console on a serial port costs an emulated guest seconds, and a panic
 * is printed all the same. random.trust_cpu: seeds the random pool from the processor. mitigations=off and,
 * for kernels before 5.2, pti=off: a guest that holds nothing but this race needs none, and page tables
 * that are switched at each system call slow emulation down.
 */
const KERNEL_PARAMETERS = ['quiet', 'random.trust_cpu=on', 'mitigations=off', 'pti=off'];

function builderOf({ plan, kernel, cpus }: VmOptions, accel: Accel): ResultBuilder {
  return new ResultBuilder({
    holerace: VERSION,
    seed: plan.seed,
    expect: plan.expect,
    kernelSource: kernel.source,
    kernelRelease: kernel.release,
    accel,
    cpus,
    scenarios: plan.scenarios,
  });
}

interface End {
  readonly cutOff: CutOff | null;
  readonly outcome: QemuOutcome;
  /** What init's end mark said, null where it never came. */
  readonly endStatus: number | null;
  readonly garbage: string | null;
  readonly done: boolean;
  readonly consoleLog: string;
}

/** The finding that a guest's end amounts to, null where it ended as it should. */
function explainEnd({ cutOff, endStatus, garbage, done, consoleLog }: End): Finding | null {
  if (endStatus === 0 && done && garbage === null) return null;
  const log = readTail(consoleLog);
  const kept = keepConsole(consoleLog);
  const crash = findCrash(log);
  if (crash !== null) {
    return {
      kind: crash.kind,
      message: `the guest's kernel reported: ${crash.line}`,
      consoleLog: kept,
    };
  }
  if (garbage !== null) {
    return {
      kind: 'garbage',
      message: `the guest sent what is no record: ${garbage}`,
      consoleLog: kept,
    };
  }
  if (cutOff !== null) {
    const kind = cutOff.kind === 'no-boot' ? 'no-boot' : 'hang';
    return { kind, message: cutOff.message, consoleLog: kept };
  }
  const status =
    endStatus === null
      ? ''
      : `; its racing process ended with status ${endStatus}${signalOf(endStatus)}`;
  const words = lastWords(log);
  const said = words === '' ? '' : `; the last words of its console: ${words}`;
  return {
    kind: 'died',
    message: `the guest ended before the race had${status}${said}`,
    consoleLog: kept,
  };
}

/** A shell says 128 + n where signal n ended a process. */
function signalOf(status: number): string {
  const name = Object.entries(os.constants.signals).find(
    ([, number]) => number === status - 128,
  )?.[0];
  return name === undefined ? '' : ` (${name})`;
}

/** Keeps the console of a guest that did not end well. Returns its place, null where it could not be kept. */
function keepConsole(consoleLog: string): string | null {
  if (!existsSync(consoleLog)) return null;
  const stamp = new Date().toISOString().replaceAll(':', '-');
  const kept = path.join(cacheFolder(), 'consoles', `${stamp}-${process.pid}.log`);
  try {
    mkdirSync(path.dirname(kept), { recursive: true });
    cpSync(consoleLog, kept);
    return kept;
  } catch {
    return null;
  }
}
