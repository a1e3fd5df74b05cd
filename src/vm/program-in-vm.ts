/** A program of others in a guest: boots a kernel, has it run on new filesystems, and tells how each run ended. */
import type { Logger } from 'pino';
import { UsageError } from '../errors.js';
import { makeScratch } from '../files/scratch.js';
import { type FilesystemOrder, toolsOf } from '../filesystems/order.js';
import { type ProgramOrder, STATUS_NO_RUNTIME_DISK } from '../guest/order.js';
import { RecordReader } from '../result/record-reader.js';
import type { RaceRecord, RanRecord } from '../result/records.js';
import { tellDetail, tellStep } from '../steps.js';
import { chooseAccel, rememberHang } from './accel.js';
import { bootWords, drawToken, type MachineParts, machineOf } from './boot.js';
import { bootTimeAndAgain, crashOfEmulation } from './emulation.js';
import { explainEnd } from './finding.js';
import { addedOf, type VmOptions } from './options.js';
import { ProgramListener } from './program-listener.js';
import { qemuCommand } from './qemu/command-line.js';
import { pmemSetup } from './qemu/pmem.js';
import { checkHostMemory, couldNotStart, startGuest } from './qemu/qemu.js';
import { BOOT_LIMIT_MS, Watchdog } from './watchdog.js';

/** Beside the time of each run: a filesystem, a round that is raced to its end, and a process that is killed. */
const BEYOND_EACH_RUN_SECONDS = 150;

type MachineOptions = Pick<
  VmOptions,
  'kernel' | 'pmem' | 'cpus' | 'memoryMib' | 'pmemMib' | 'accel' | 'append' | 'qemuArgs'
>;

/** A program, and the guest that it is to run in. */
export interface ProgramInVm extends MachineOptions, Readonly<ProgramOrder['program']> {
  /** Its file, statically linked. */
  readonly program: string;
  readonly filesystem: FilesystemOrder;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Takes the end of each run as it comes. */
  readonly onRan: (ran: RanRecord) => void;
}

/** What became of it. */
export interface ProgramOutcome {
  readonly runs: readonly RanRecord[];
  /** Why there are fewer runs than were ordered, null where there are not. */
  readonly cutShort: string | null;
  /** As the guest says. */
  readonly release: string;
  /** How its filesystem was made, null where that was not told. */
  readonly mkfs: string | null;
  readonly accel: MachineParts['accel'];
}

/**
 * Boots the kernel and has the program run.
 *
 * @returns the runs that ended, also where the guest died on the way or was interrupted
 * @throws UsageError where QEMU is missing or cannot start such a guest, or mkfs refuses
 */
export async function programInVm(options: ProgramInVm): Promise<ProgramOutcome> {
  const pmem = pmemSetup(options.pmem, options.memoryMib, options.pmemMib);
  checkHostMemory(options.memoryMib + options.pmemMib);
  const { filesystem, program, log } = options;
  const scratch = makeScratch('vm');
  const { folder } = scratch;
  try {
    const added = addedOf(options);
    const chosen = await chooseAccel(options.accel, options.kernel, folder, added);
    if (chosen.note !== null) log.warn(chosen.note);
    const { accel, remember } = chosen;
    const mkfsTools = toolsOf([filesystem]);
    const parts = { options, folder, accel, pmem, mkfsTools, program };
    // What has run stays where another boot follows.
    const ran: RanRecord[] = [];
    const boot = (runtimeOnDisk: boolean) =>
      bootTimeAndAgain(() => bootOnce({ ...parts, runtimeOnDisk }, options, ran), log);
    const outcome = (await boot(true)) ?? (await boot(false));
    if (outcome === null) throw new UsageError('the guest has no disk, and no runtime without one');
    if (remember && outcome.cutShort === null) rememberHang(options.kernel.release);
    return outcome;
  } finally {
    if (!scratch.remove())
      log.warn(`the scratch folder ${folder} could not be removed: remove it by hand`);
  }
}

interface Ended extends ProgramOutcome {
  /** What it died of, where that was its emulation before all runs were over; else null. */
  readonly emulationsCrash: string | null;
}

/**
 * Has the runs that are left in one boot.
 *
 * @param ran those of the boots before, to which it adds
 * @returns null where the guest could not read the disk with its runtime, and may have it in its initramfs instead
 */
async function bootOnce(
  bootParts: Omit<MachineParts, 'order'>,
  options: ProgramInVm,
  ran: RanRecord[],
): Promise<Ended | null> {
  const { pmem, filesystem, seconds, words, kernel, signal, log } = options;
  const runs = options.runs - ran.length;
  const order = { pmem, filesystems: [filesystem], program: { runs, seconds, words } };
  const parts: MachineParts = { ...bootParts, order };
  const token = drawToken();
  tellDetail('making the initramfs');
  const machine = await machineOf(parts, token);
  const limitMs = BOOT_LIMIT_MS + runs * (seconds + BEYOND_EACH_RUN_SECONDS) * 1000;
  const watchdog = new Watchdog(limitMs, token);
  const listener = new ProgramListener(runs, token, (record) => {
    const one = { ...record, run: ran.length + 1 };
    ran.push(one);
    options.onRan(one);
  });
  const reader = new RecordReader((record: RaceRecord) => {
    watchdog.heard(record);
    listener.take(record);
    if (record.record === 'start') tellStep('running the program');
  });
  log.debug(`QEMU: ${qemuCommand(machine)}`);
  tellStep(bootWords(kernel, parts.accel));
  const guest = startGuest(machine, (chunk) => {
    reader.push(chunk);
    if (reader.garbage !== null || listener.lie !== null) guest.kill();
  });
  const cutOff = await watchdog.watch(guest, signal);
  const ended = await guest.ended;
  if (ended.failed && !watchdog.hasHeard) throw couldNotStart(ended);
  const { flooded } = ended;
  const { endStatus, done } = listener;
  if (endStatus === STATUS_NO_RUNTIME_DISK && parts.runtimeOnDisk) return null;
  if (listener.refused !== null) throw new UsageError(listener.refused);
  const { consoleLog, initramfs } = machine;
  const interrupted = cutOff?.kind === 'interrupted';
  const finding = interrupted
    ? null
    : explainEnd({
        ...{ cutOff, flooded, endStatus, accel: parts.accel, done, consoleLog, initramfs },
        ...{ garbage: reader.garbage ?? listener.lie, heard: watchdog.hasHeard },
      });
  const isWhole = listener.runs.length === runs && finding === null;
  const why = interrupted
    ? cutOff.message
    : (finding?.message ?? listener.untested ?? SAID_NOTHING);
  const isEmulations = finding?.kind === 'died' && listener.runs.length < runs;
  return {
    ...{ runs: ran, cutShort: isWhole ? null : why },
    emulationsCrash: isEmulations ? crashOfEmulation(parts.accel, consoleLog) : null,
    ...{ release: listener.release ?? kernel.release, mkfs: listener.mkfs, accel: parts.accel },
  };
}

const SAID_NOTHING = 'the guest ended well, and said nothing of some of the runs';
