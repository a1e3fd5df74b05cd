/** The real runner of a campaign: each run races in a guest that is up, or boots the kernel first. */

import os from 'node:os';
import type { Logger } from 'pino';
import { freeMemoryMib } from '../free-memory.js';
import { resolveKernel } from '../kernels/resolve.js';
import type { RacePlan } from '../race/plan.js';
import type { RecordSink } from '../result/records.js';
import type { VmOptions } from '../vm/options.js';
import { RacingGuest } from '../vm/racing-guest.js';
import type { KernelRunner } from './campaign.js';
import { GuestsUp } from './guests-up.js';

/** QEMU's own memory, beside that of its guest. */
const QEMU_MIB = 256;

/** A bisect goes back and forth between no more kernels than these. */
const GUESTS_UP = 4;

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
  /** The command line that makes a run of a kernel again, by the plan with its seed. */
  readonly again: (k: string, plan: RacePlan) => string;
  /** Where the kernel lies that K stands for, where that is not K itself. */
  readonly placeOf?: ((k: string) => string) | undefined;
  /** Closed by who made them. */
  readonly guests: GuestsUp;
  readonly log: Logger;
  readonly sink: RecordSink;
}

/** The guests of a campaign that it keeps up, each for so many runs at the most, as many as memory allows. */
export function guestsUp(runsPerBoot: number, guest: GuestOptions): GuestsUp {
  const most = guestsKept(GUESTS_UP, guest);
  return new GuestsUp({ runsPerBoot, most, start: (staysUp) => new RacingGuest(staysUp) });
}

/** Makes the runner. */
export function vmRunner({
  plan,
  guest,
  again,
  placeOf,
  guests,
  log,
  sink,
}: RunnerOptions): KernelRunner {
  return async ({ k, seed, signal }) => {
    const place = placeOf?.(k) ?? k;
    const kernel = await resolveKernel(place);
    const seeded = { ...plan, seed };
    return guests.race(place, {
      ...{ ...guest, kernel, plan: seeded, signal, log, sink },
      again: again(place, seeded),
    });
  };
}

/** Of so many guests that are wanted up, as many as memory allows; one at least. */
export function guestsKept(wanted: number, guest: GuestOptions): number {
  return Math.max(1, Math.min(wanted, guestsInMemory(guest)));
}

/** How many guests fit on this machine at once, by its cores and by the memory that is free; one at least. */
export function guestsThatFit(guest: GuestOptions): number {
  // Racing threads that wait for a core do not meet.
  const byCores = Math.floor(os.availableParallelism() / guest.cpus);
  return guestsKept(byCores, guest);
}

/** The memory that a guest takes, in MiB. */
export function guestMib({ memoryMib, pmemMib }: GuestOptions): number {
  return memoryMib + pmemMib + QEMU_MIB;
}

function guestsInMemory(guest: GuestOptions): number {
  return Math.floor((freeMemoryMib() || 0) / guestMib(guest));
}
