/** The machine that a guest boots on, as plain data. */

export type Accel = 'kvm' | 'tcg';

/** What the user adds. */
export interface Added {
  /** Kernel parameters, after holerace's own, so that they win; null where there are none. */
  readonly append: string | null;
  /** Arguments for QEMU, after holerace's own. */
  readonly qemuArgs: readonly string[];
}

export const NOTHING_ADDED: Added = { append: null, qemuArgs: [] };

export interface Machine {
  readonly accel: Accel;
  readonly cpus: number;
  readonly image: string;
  readonly initramfs: string;
  readonly kernelParameters: readonly string[];
  readonly added?: Added;
  /** The file that takes the console. */
  readonly consoleLog: string;
  /** The disk with the runtime, null where there is none. */
  readonly disk: string | null;
  /** Machine type, memory and persistent memory. */
  readonly memory: readonly string[];
  /** A folder that the guest may mount by 9p, null or left out where there is none. */
  readonly share?: string | null;
}

/**
 * What every guest is told. quiet: a console on a serial port costs an emulated guest seconds, and a panic
 * is printed all the same. random.trust_cpu: seeds the random pool from the processor. mitigations=off and,
 * for kernels before 5.2, pti=off: a guest that holds nothing but this race needs none, and page tables
 * that are switched at each system call slow emulation down. preempt=full: kernels that can be preempted,
 * or not, as they are told (PREEMPT_DYNAMIC), show more of their races when they can. no_timer_check: on a busy host the
 * interrupts of an emulated timer come too late for the kernel's check of it, which panics then (check_timer()).
 */
export const GUEST_PARAMETERS = [
  ...['quiet', 'random.trust_cpu=on', 'mitigations=off', 'pti=off', 'preempt=full'],
  'no_timer_check',
];
