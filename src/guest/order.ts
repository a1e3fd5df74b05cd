/** What the guest is told to do: one JSON file in its initramfs. */
import { GUEST_SCRATCH } from '../filesystems/filesystem.js';
import type { FilesystemOrder } from '../filesystems/order.js';
import type { RacePlan } from '../race/plan.js';

/**
 * Where the guest's persistent memory comes from. `nvdimm-raw` is an nvdimm left as it is, on which a kernel
 * refuses DAX, or xfs silently goes without: no user wants it, but that it comes out untested must be seen.
 */
export type PmemBackend = 'memmap' | 'virtio-pmem' | 'nvdimm' | 'nvdimm-raw';

/** What a guest is made for, whatever it does then. */
export interface GuestNeeds {
  readonly pmem: PmemBackend;
  readonly filesystems: readonly FilesystemOrder[];
}

export interface GuestOrder extends GuestNeeds {
  readonly plan: RacePlan;
  /** Whether the guest asks for another race when one is over, instead of ending. */
  readonly staysUp?: boolean;
}

/** A guest that runs a program instead of a race: on each of its filesystems so often, each time on a new one. */
export interface ProgramOrder extends GuestNeeds {
  readonly program: {
    readonly runs: number;
    /** What the program is told, in whole seconds; it has a minute more. */
    readonly seconds: number;
    /** Its arguments behind the directory and the seconds. */
    readonly words: readonly string[];
  };
}

/** Where things are in the guest: the initramfs holds the first ones, the runtime's root the others. */
export const GuestPath = {
  INIT: '/init',
  MODULES: '/modules',
  /** The program of a ProgramOrder; it goes on into TMP, from which it can be run. */
  GIVEN: '/given-program',
  /** Where the runtime's root is mounted. */
  RUNTIME: '/runtime',
  /** Below the runtime's root. */
  NODE: '/bin/node',
  PROGRAM: '/holerace/build/guest/guest.process.js',
  /** The same where the order names a program to run. */
  PROGRAM_RUNNER: '/holerace/build/guest/program.process.js',
  TMP: GUEST_SCRATCH,
  /** Below TMP. */
  ORDER: '/order.json',
  MOUNT: '/mnt',
  /** Appears when all modules have been loaded. */
  MODULES_LOADED: '/tmp/modules-loaded',
  /** A pipe by which the race's process tells init that a race is over, or that it has ended itself. */
  TOLD: '/tmp/told',
  /** A pipe by which init hands it the seed of the next race. */
  SEEDS: '/tmp/seeds',
} as const;

/** The serial port whose other end is the result channel; ttyS0 is the console. */
export const RESULT_PORT = '/dev/ttyS1';
/** The disk that carries the runtime. */
export const RUNTIME_DISK = '/dev/vda';
/** Init's exit status where the runtime's disk does not appear: the host then tries the other way. */
export const STATUS_NO_RUNTIME_DISK = 97;
