/** QEMU as a child process that never outlives holerace. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { execa } from 'execa';
import { UsageError } from '../errors.js';
import { SHARE_TAG } from '../filesystems/filesystem.js';
import { quoted } from '../quoted.js';
import { lastLine, missingTool, TOOL_PATH } from '../tools.js';
import { overflows } from './share.js';

export const QEMU = 'qemu-system-x86_64';

export type Accel = 'kvm' | 'tcg';

/** A guest that fills the disk with its console is ended. */
const CONSOLE_LIMIT_BYTES = 64 * 1024 ** 2;
const CONSOLE_LOOK_EVERY_MS = 1000;
/** Asked to end, QEMU has so long before it is killed. */
const KILL_AFTER_MS = 3000;

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
 * Emulated, a processor of 2008 boots a fifth faster than `max`: no five-level page tables to walk and no
 * AVX state to save. It is given rdrand, with which Linux seeds its random pool from 4.19 on.
 */
const ACCEL_ARGUMENTS: Readonly<Record<Accel, readonly string[]>> = {
  kvm: ['-accel', 'kvm', '-cpu', 'host'],
  tcg: ['-accel', 'tcg,thread=multi', '-cpu', 'Nehalem,+rdrand'],
};

/** A console on the first serial port, and an end to a kernel that cannot go on. */
const KERNEL_PARAMETERS = ['console=ttyS0', 'panic=-1', 'oops=panic'] as const;

/**
 * The whole command line of a guest: nothing but what is named, no network, no display, and on reboot
 * QEMU ends. The console is the first serial port, the result channel the second, on standard output:
 * serial ports are built into every kernel.
 */
export function qemuArguments(machine: Machine): string[] {
  const accel = ACCEL_ARGUMENTS[machine.accel];
  const { append, qemuArgs } = machine.added ?? NOTHING_ADDED;
  const appended = append === null ? [] : [append];
  const disk =
    machine.disk === null
      ? []
      : [
          ...[
            '-drive',
            `if=none,id=runtime,format=raw,readonly=on,file.locking=off,file=${escapeComma(machine.disk)}`,
          ],
          ...['-device', 'virtio-blk-pci,drive=runtime'],
        ];
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-net', 'none'],
    ...accel,
    ...['-smp', `${machine.cpus}`],
    ...machine.memory,
    ...['-kernel', machine.image, '-initrd', machine.initramfs],
    ...['-append', [...KERNEL_PARAMETERS, ...machine.kernelParameters, ...appended].join(' ')],
    ...[
      '-chardev',
      `file,id=console,path=${escapeComma(machine.consoleLog)}`,
      '-serial',
      'chardev:console',
    ],
    ...['-chardev', 'stdio,id=results,signal=off', '-serial', 'chardev:results'],
    ...disk,
    ...shareArguments(machine.share ?? null),
    ...qemuArgs,
  ];
}

/** What the guest makes in it belongs to whoever runs QEMU. */
function shareArguments(folder: string | null): string[] {
  if (folder === null) return [];
  return [
    ...['-fsdev', `local,id=share,security_model=none,path=${escapeComma(folder)}`],
    ...['-device', `virtio-9p-pci,fsdev=share,mount_tag=${SHARE_TAG}`],
  ];
}

/** A comma in a value is doubled (qemu(1), "-drive"). */
function escapeComma(value: string): string {
  return value.replaceAll(',', ',,');
}

export interface QemuOutcome {
  /** Whether QEMU itself could not run: no guest was ever started. */
  readonly failed: boolean;
  /** The guest filled its console or its share beyond the limit, and was ended for it. */
  readonly flooded: boolean;
  /** The last line that QEMU said on standard error. */
  readonly said: string;
}

/** A running guest. */
export interface Guest {
  /** Settles when QEMU has ended, and never rejects but for a missing QEMU. */
  readonly ended: Promise<QemuOutcome>;
  /** Ends it. */
  kill(): void;
}

/**
 * Starts a guest.
 *
 * setpriv sets PR_SET_PDEATHSIG: the kernel ends QEMU if holerace is killed without a chance to do so.
 *
 * @param onOutput takes what the guest says on the result channel
 */
export function startGuest(machine: Machine, onOutput: (chunk: string) => void): Guest {
  const args = ['--pdeathsig', 'KILL', '--', QEMU, ...qemuArguments(machine)];
  const qemu = execa('setpriv', args, {
    stdin: 'ignore',
    buffer: { stdout: false, stderr: true },
    maxBuffer: { stderr: 64 * 1024 },
    reject: false,
    cleanup: true,
    forceKillAfterDelay: KILL_AFTER_MS,
    env: { PATH: TOOL_PATH, LC_ALL: 'C.UTF-8' },
  });
  qemu.stdout.setEncoding('utf8');
  qemu.stdout.on('data', onOutput);
  let flooded = false;
  const watch = setInterval(() => {
    flooded ||= sizeOf(machine.consoleLog) > CONSOLE_LIMIT_BYTES;
    const share = machine.share ?? null;
    flooded ||= share !== null && overflows(share);
    if (flooded) qemu.kill('SIGKILL');
  }, CONSOLE_LOOK_EVERY_MS);
  const ended = qemu.then((result) => {
    clearInterval(watch);
    if (result.code === 'ENOENT') throw missingTool('setpriv');
    // setpriv says 127 where it finds no such program.
    if (result.exitCode === 127) throw missingTool(QEMU);
    return {
      failed: result.exitCode !== 0 && !result.isTerminated,
      flooded,
      said: lastLine(result.stderr),
    };
  });
  ended.catch(() => undefined);
  return { ended, kill: () => void qemu.kill('SIGKILL') };
}

/** The command line of a guest, to be run again by hand. */
export function qemuCommand(machine: Machine): string {
  return quoted([QEMU, ...qemuArguments(machine)]);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Whether /dev/kvm can be opened: necessary for KVM, and not enough. */
export function kvmOpens(): boolean {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Refuses a guest larger than the memory that is free on the host.
 *
 * @throws UsageError where it would be
 */
export function checkHostMemory(neededMib: number): void {
  const availableKib = Number(
    /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? Number.NaN,
  );
  if (availableKib / 1024 < neededMib) {
    throw new UsageError(
      `the guest needs ${neededMib} MiB and ${Math.floor(availableKib / 1024)} MiB are available: give less with --memory or --pmem-size`,
    );
  }
}
