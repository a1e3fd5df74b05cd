/** A guest that races: booted for its first race, and kept up for further ones where that is asked for. */
import { makeScratch, type Scratch } from '../files/scratch.js';
import { isOnPmem } from '../filesystems/filesystem.js';
import { modeOf } from '../filesystems/list.js';
import { type FilesystemOrder, filesystemOrder, toolsOf } from '../filesystems/order.js';
import { type ChangedOrder, nextRaceLine } from '../guest/next-race.js';
import type { GuestOrder } from '../guest/order.js';
import type { Result } from '../result/result.js';
import { tellDetail, tellStep } from '../steps.js';
import { chooseAccel, rememberHang } from './accel.js';
import { type Boot, bootWords, drawToken, machineOf } from './boot.js';
import { bootTimeAndAgain } from './emulation.js';
import { GuestRace, type RaceOutcome } from './guest-race.js';
import { addedOf, type VmOptions } from './options.js';
import { qemuCommand } from './qemu/command-line.js';
import type { Machine } from './qemu/machine.js';
import { pmemSetup } from './qemu/pmem.js';
import { checkHostMemory, type Guest, startGuest } from './qemu/qemu.js';

interface Up {
  readonly guest: Guest;
  readonly machine: Machine;
}

export class RacingGuest {
  readonly #staysUp: boolean;
  #scratch: Scratch | null = null;
  #log: VmOptions['log'] | null = null;
  /** The latest one that was started. */
  #guest: Guest | null = null;
  /** Null where it has not been booted, or is not fit for a race any more. */
  #up: Up | null = null;
  /** The race that is under way, null between races. */
  #race: GuestRace | null = null;
  #races = 0;
  /** The programs of the host that it has been given. */
  #tools: readonly string[] = [];
  /** What it races by now, in words that are compared. */
  #told = '';

  /** @param staysUp whether it is to take more than one race */
  constructor(staysUp: boolean) {
    this.#staysUp = staysUp;
  }

  /** Whether it takes another race: it was booted, and nothing has happened in it but races. */
  get isUp(): boolean {
    return this.#up !== null;
  }

  /** The races that it has had. */
  get races(): number {
    return this.#races;
  }

  /**
   * Races in it; boots the kernel first where this is its first race.
   *
   * @param options of a further race: those of the first, but for the plan, the filesystems, which are made by the
   *   same programs, and what takes its records
   * @returns the guest's result as its own, also where the guest died on the way
   * @throws UsageError where QEMU is missing or cannot start such a guest
   */
  async race(options: VmOptions): Promise<Result> {
    this.#log = options.log;
    const { result } =
      this.#up === null ? await this.#firstRace(options) : await this.#nextRace(options, this.#up);
    return result;
  }

  /** Ends it, and removes what was made for it. */
  async close(): Promise<void> {
    this.#up = null;
    this.#guest?.kill();
    // How a guest ended that nobody wants a race of is of no interest.
    await this.#guest?.ended.catch(() => undefined);
    const scratch = this.#scratch;
    this.#scratch = null;
    if (scratch?.remove() === false)
      this.#log?.warn(
        `the scratch folder ${scratch.folder} could not be removed: remove it by hand`,
      );
  }

  async #firstRace(options: VmOptions): Promise<RaceOutcome> {
    const pmem = pmemSetup(options.pmem, options.memoryMib, options.pmemMib);
    checkHostMemory(options.memoryMib + options.pmemMib);
    const filesystems = await filesystemOrders(options);
    const mkfsTools = toolsOf(filesystems);
    const { plan } = options;
    // Those on persistent memory are made anew for each race; of others something would stay.
    const staysUp = this.#staysUp && filesystems.every(isOnPmem);
    const order: GuestOrder = { plan, pmem: options.pmem, filesystems, staysUp };
    this.#tools = mkfsTools;
    this.#told = orderWords({ plan, filesystems });
    this.#scratch = makeScratch('vm');
    const { folder } = this.#scratch;
    const added = addedOf(options);
    const { accel, note, remember } = await chooseAccel(
      ...([options.accel, options.kernel, folder, added] as const),
    );
    if (note !== null) options.log.warn(note);
    const boot: Boot = { options, folder, accel, order, pmem, mkfsTools, runtimeOnDisk: true };
    const outcome = await this.#bootWithFallback(boot);
    if (remember && outcome.raced) rememberHang(options.kernel.release);
    return outcome;
  }

  /** A kernel without virtio-blk gets the runtime in its initramfs, which boots more slowly. */
  async #bootWithFallback(boot: Boot): Promise<RaceOutcome> {
    const outcome = await this.#bootTimeAndAgain(boot);
    if (!outcome.lacksDisk) return outcome;
    boot.options.log.info(
      'the kernel has no virtio-blk disk: booting again with everything in the initramfs',
    );
    return this.#bootTimeAndAgain({ ...boot, runtimeOnDisk: false });
  }

  /** A kernel that its emulation has ended before the guest had said a word has another boot. */
  #bootTimeAndAgain(boot: Boot): Promise<RaceOutcome> {
    const bootAnew = () => {
      this.#races = 0;
      return this.#bootOnce(boot);
    };
    return bootTimeAndAgain(bootAnew, boot.options.log, ' in its boot');
  }

  async #bootOnce(boot: Boot): Promise<RaceOutcome> {
    const { options, order } = boot;
    const token = drawToken();
    tellDetail('making the initramfs');
    const machine = await machineOf(boot, token);
    const { staysUp = false } = order;
    const race = new GuestRace({ options, machine, token, racesBefore: 0, staysUp });
    this.#race = race;
    options.log.debug(`QEMU: ${qemuCommand(machine)}`);
    tellStep(bootWords(options.kernel, boot.accel));
    const guest = startGuest(machine, (chunk) => this.#hear(chunk, guest));
    this.#guest = guest;
    return this.#follow(race, { guest, machine });
  }

  async #nextRace(options: VmOptions, up: Up): Promise<RaceOutcome> {
    const token = drawToken();
    const { machine } = up;
    const changed = await this.#changedOrder(options);
    const race = new GuestRace({
      ...{ options, machine, token, racesBefore: this.#races, staysUp: true },
    });
    this.#race = race;
    tellStep(`racing again in ${options.kernel.release || options.kernel.source}`);
    up.guest.say(nextRaceLine(token, { seed: options.plan.seed, changed }));
    return this.#follow(race, up);
  }

  /** What the guest has not been told yet, null where its order stands. */
  async #changedOrder(options: VmOptions): Promise<ChangedOrder | null> {
    const changed = { plan: options.plan, filesystems: await filesystemOrders(options) };
    const words = orderWords(changed);
    if (words === this.#told) return null;
    const lacking = toolsOf(changed.filesystems).filter((tool) => !this.#tools.includes(tool));
    if (lacking.length > 0) throw new RangeError(`the guest has no ${lacking.join(' and no ')}`);
    this.#told = words;
    return changed;
  }

  async #follow(race: GuestRace, up: Up): Promise<RaceOutcome> {
    this.#up = null;
    try {
      const outcome = await race.follow(up.guest);
      this.#races++;
      if (outcome.isFit) this.#keepUp(up);
      else up.guest.kill();
      return outcome;
    } finally {
      this.#race = null;
    }
  }

  #keepUp(up: Up): void {
    this.#up = up;
    const gone = (): void => {
      if (this.#up === up) this.#up = null;
    };
    up.guest.ended.then(gone, gone);
  }

  /** What a guest says while no race is under way is no record of any: it is not believed in the next one either. */
  #hear(chunk: string, guest: Guest): void {
    const isBelieved = this.#race === null ? chunk.trim() === '' : this.#race.push(chunk);
    if (isBelieved) return;
    if (this.#up?.guest === guest) this.#up = null;
    guest.kill();
  }
}

/** An order without its seed, which each race has anew. */
function orderWords({ plan: { seed: _, ...plan }, filesystems }: ChangedOrder): string {
  return JSON.stringify([plan, filesystems]);
}

async function filesystemOrders(options: VmOptions): Promise<FilesystemOrder[]> {
  const { filesystems, filesystemOptions, plan } = options;
  return Promise.all(
    filesystems.map((choice) =>
      filesystemOrder(choice, modeOf(choice, plan.expect), filesystemOptions),
    ),
  );
}
