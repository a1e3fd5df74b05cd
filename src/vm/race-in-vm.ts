/** The race in a guest: boots a kernel, follows its records, and tells how it ended. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { UsageError } from '../errors.js';
import { makeScratch } from '../files/scratch.js';
import { modeOf, targetNameOf } from '../filesystems/list.js';
import { filesystemOrder, toolsOf } from '../filesystems/order.js';
import { type GuestOrder, STATUS_NO_RUNTIME_DISK } from '../guest/order.js';
import { cleanNeed, mayLeaveOut } from '../race/clean-need.js';
import { ResultBuilder } from '../result/builder/result-builder.js';
import { RecordReader } from '../result/record-reader.js';
import type { RaceRecord } from '../result/records.js';
import type { Result } from '../result/result.js';
import { tellDetail, tellStep } from '../steps.js';
import { VERSION } from '../version.js';
import { chooseAccel, rememberHang } from './accel.js';
import { type Boot, machineOf } from './boot.js';
import { bootOf, tellRefusal } from './boot-again.js';
import { explainEnd } from './finding.js';
import { LogAfterRace } from './log-after-race.js';
import { addedOf, type VmOptions } from './options.js';
import { qemuCommand } from './qemu/command-line.js';
import type { Accel } from './qemu/machine.js';
import { pmemSetup } from './qemu/pmem.js';
import { checkHostMemory, startGuest } from './qemu/qemu.js';
import { Watchdog } from './watchdog.js';

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
  const { expect } = options.plan;
  const filesystems = await Promise.all(
    options.filesystems.map((choice) =>
      filesystemOrder(choice, modeOf(choice, expect), options.filesystemOptions),
    ),
  );
  const mkfsTools = toolsOf(filesystems);
  const order: GuestOrder = { plan: options.plan, pmem: options.pmem, filesystems };
  const scratch = makeScratch('vm');
  const { folder } = scratch;
  try {
    const { accel, note, remember } = await chooseAccel(
      options.accel,
      options.kernel,
      folder,
      addedOf(options),
    );
    if (note !== null) options.log.warn(note);
    const boot: Boot = { options, folder, accel, order, pmem, mkfsTools, runtimeOnDisk: true };
    const outcome = await bootWithFallback(boot);
    if (remember && outcome.raced) rememberHang(options.kernel.release);
    return outcome.result;
  } finally {
    if (!scratch.remove())
      options.log.warn(`the scratch folder ${folder} could not be removed: remove it by hand`);
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
  const { options, accel, runtimeOnDisk } = boot;
  const token = randomBytes(16).toString('hex');
  tellDetail('making the initramfs');
  const machine = await machineOf(boot, token);
  const builder = builderOf(options, accel);
  const watchdog = new Watchdog(options.timeoutSeconds * 1000, token);
  let endStatus: number | null = null;
  const keep = (record: RaceRecord): void => {
    builder.add(record);
    options.sink(record);
  };
  const logAfterRace = new LogAfterRace(() => builder.complaints, keep);
  const reader = new RecordReader((record) => {
    watchdog.heard(record);
    logAfterRace.take(record);
    if (record.record === 'end' && record.token === token) endStatus = record.status;
    tellFeatures(record, options.log);
    keep(record);
  });
  options.log.debug(`QEMU: ${qemuCommand(machine)}`);
  tellStep(`booting ${options.kernel.release || options.kernel.source} (${accel.toUpperCase()})`);
  const guest = startGuest(machine, (chunk) => {
    reader.push(chunk);
    // Nothing that follows would be believed.
    if (reader.garbage !== null) guest.kill();
  });
  const cutOff = await watchdog.watch(guest, options.signal);
  const { failed, flooded, said } = await guest.ended;
  if (failed && !watchdog.hasHeard) {
    tellRefusal(options, machine);
    throw new UsageError(`QEMU could not start the guest: ${said || 'it said nothing'}`);
  }
  const interrupted = cutOff?.kind === 'interrupted';
  const lacksDisk = endStatus === STATUS_NO_RUNTIME_DISK && runtimeOnDisk;
  const { garbage } = reader;
  const { consoleLog, initramfs } = machine;
  const end = {
    cutOff,
    flooded,
    endStatus,
    accel,
    garbage,
    heard: watchdog.hasHeard,
    done: builder.done,
    consoleLog,
    initramfs,
  };
  const finding = lacksDisk || interrupted ? null : explainEnd(end);
  if (finding !== null) options.log.error(finding.message);
  const reason = interrupted ? cutOff.message : (finding?.message ?? null);
  const result = builder.finish({ finding, reason });
  // What was found before stands.
  if (builder.refused !== null && result.verdict !== 'stale') throw new UsageError(builder.refused);
  const booted = lacksDisk ? null : bootOf(result, machine);
  const told = booted === null ? result : { ...result, boot: booted };
  return { result: told, lacksDisk, raced: endStatus === 0 };
}

/** Says that the kernel does not mount what is made today. */
function tellFeatures(record: RaceRecord, log: Logger): void {
  if (record.record !== 'target' || !record.target.features?.refused) return;
  const { filesystem, features } = record.target;
  log.warn(`${filesystem} is made with the features ${features.level}: ${features.refused}`);
}

function builderOf(
  { plan, filesystems, kernel, cpus, again, append, qemuArgs }: VmOptions,
  accel: Accel,
): ResultBuilder {
  return new ResultBuilder({
    holerace: VERSION,
    seed: plan.seed,
    expect: plan.expect,
    kernelSource: kernel.source,
    kernelRelease: kernel.release,
    accel,
    cpus,
    scenarios: plan.scenarios,
    filesystems: filesystems.map(targetNameOf),
    needOf: (id, target) => cleanNeed(plan, id, target),
    mayLeaveOut: (id) => mayLeaveOut(plan, id),
    added: {
      ...(append === null ? {} : { append }),
      ...(qemuArgs === null ? {} : { qemuArgs }),
    },
    again,
  });
}
