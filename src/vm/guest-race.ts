/** One race in a guest: follows its records, watches its deadlines, and tells how it ended. */
import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import { RefusedByMkfs } from '../errors.js';
import { targetNameOf } from '../filesystems/list.js';
import { STATUS_NO_RUNTIME_DISK } from '../guest/order.js';
import { cleanNeed, mayLeaveOut } from '../race/clean-need.js';
import { ResultBuilder } from '../result/builder/result-builder.js';
import { RecordReader } from '../result/record-reader.js';
import type { RaceRecord } from '../result/records.js';
import type { Result } from '../result/result.js';
import { VERSION } from '../version.js';
import { bootOf, tellRefusal } from './boot-again.js';
import { crashOfEmulation } from './emulation.js';
import { explainEnd } from './finding.js';
import { LogAfterRace } from './log-after-race.js';
import type { VmOptions } from './options.js';
import type { Accel, Machine } from './qemu/machine.js';
import { couldNotStart, type Guest, type QemuOutcome } from './qemu/qemu.js';
import { type CutOff, Watchdog } from './watchdog.js';

export interface GuestRaceSetup {
  readonly options: VmOptions;
  readonly machine: Machine;
  /** Drawn for this race: proves its end mark to be that of the guest's init. */
  readonly token: string;
  /** Races in the same boot before this one. */
  readonly racesBefore: number;
  /** Whether the guest goes on behind this race. */
  readonly staysUp: boolean;
}

export interface RaceOutcome {
  readonly result: Result;
  /** The guest came up, but could not read the disk with the runtime. */
  readonly lacksDisk: boolean;
  /** Its emulation has ended the guest before it had said a word: so its kernel's last words; else null. */
  readonly emulationsCrash: string | null;
  /** The guest came up, raced, and said that the race was over. */
  readonly raced: boolean;
  /** The guest is up, and nothing happened in it but this race. */
  readonly isFit: boolean;
}

const STILL_UP: QemuOutcome = { failed: false, flooded: false, said: '' };

export class GuestRace {
  readonly #setup: GuestRaceSetup;
  readonly #builder: ResultBuilder;
  readonly #watchdog: Watchdog;
  readonly #reader: RecordReader;
  readonly #logAfterRace: LogAfterRace;
  readonly #consoleFromBytes: number;
  #endStatus: number | null = null;
  /** Something came behind its end mark. */
  #talkedOn = false;

  constructor(setup: GuestRaceSetup) {
    const { options, machine, token, racesBefore, staysUp } = setup;
    this.#setup = setup;
    this.#builder = builderOf(options, machine.accel, racesBefore);
    const around = { isUp: racesBefore > 0, staysUp };
    this.#watchdog = new Watchdog(options.timeoutSeconds * 1000, token, around);
    this.#reader = new RecordReader((record) => this.#take(record));
    this.#logAfterRace = new LogAfterRace(
      () => this.#builder.complaints,
      (record) => this.#keep(record),
    );
    this.#consoleFromBytes =
      racesBefore === 0 ? 0 : (statSync(machine.consoleLog, { throwIfNoEntry: false })?.size ?? 0);
  }

  /**
   * Takes what the guest sends.
   *
   * @returns whether it may be believed: nothing that follows would be, where it may not
   */
  push(chunk: string): boolean {
    this.#reader.push(chunk);
    return this.#reader.garbage === null;
  }

  #take(record: RaceRecord): void {
    this.#talkedOn ||= this.#watchdog.isOver;
    this.#watchdog.heard(record);
    this.#logAfterRace.take(record);
    if (record.record === 'end' && record.token === this.#setup.token)
      this.#endStatus = record.status;
    tellFeatures(record, this.#setup.options.log);
    this.#keep(record);
  }

  #keep(record: RaceRecord): void {
    this.#builder.add(record);
    this.#setup.options.sink(record);
  }

  /**
   * Follows the race to its end, and ends the guest at a deadline.
   *
   * @throws UsageError where QEMU could not start the guest, RefusedByMkfs where mkfs refused what was asked for
   */
  async follow(guest: Guest): Promise<RaceOutcome> {
    const { options, machine, racesBefore } = this.#setup;
    const cutOff = await this.#watchdog.watch(guest, options.signal);
    const isFit = cutOff === null && this.#watchdog.isOver && this.#reader.garbage === null;
    const ended = isFit ? STILL_UP : await guest.ended;
    if (ended.failed && !this.#watchdog.hasHeard && racesBefore === 0) {
      tellRefusal(options, machine);
      throw couldNotStart(ended);
    }
    const saidNothing = !this.#watchdog.hasHeard && racesBefore === 0 && cutOff === null;
    const emulationsCrash = saidNothing
      ? crashOfEmulation(machine.accel, machine.consoleLog)
      : null;
    const lacksDisk = this.#endStatus === STATUS_NO_RUNTIME_DISK && machine.disk !== null;
    return {
      result: this.#result(cutOff, ended, lacksDisk),
      ...{ lacksDisk, emulationsCrash },
      raced: this.#endStatus === 0,
      isFit: isFit && !this.#talkedOn,
    };
  }

  #result(cutOff: CutOff | null, { flooded }: QemuOutcome, lacksDisk: boolean): Result {
    const { options, machine } = this.#setup;
    const builder = this.#builder;
    const { accel, consoleLog, initramfs } = machine;
    const interrupted = cutOff?.kind === 'interrupted';
    const end = {
      ...{ cutOff, flooded, accel, consoleLog, initramfs },
      endStatus: this.#endStatus,
      garbage: this.#reader.garbage,
      heard: this.#watchdog.hasHeard,
      done: builder.done,
      consoleFromBytes: this.#consoleFromBytes,
    };
    const finding = lacksDisk || interrupted ? null : explainEnd(end);
    if (finding !== null) options.log.error(finding.message);
    const reason = interrupted ? cutOff.message : (finding?.message ?? null);
    const result = builder.finish({ finding, reason });
    // What was found before stands.
    if (builder.refused !== null && result.verdict !== 'stale')
      throw new RefusedByMkfs(builder.refused);
    const booted = lacksDisk ? null : bootOf(result, machine);
    return booted === null ? result : { ...result, boot: booted };
  }
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
  racesBefore: number,
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
    racesBefore,
    again,
  });
}
