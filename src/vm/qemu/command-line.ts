/** From a machine to the command line of QEMU. */
import { SHARE_TAG } from '../../filesystems/filesystem.js';
import { quoted } from '../../quoted.js';
import { type Accel, type Machine, NOTHING_ADDED } from './machine.js';

export const QEMU = 'qemu-system-x86_64';

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

/** The command line of a guest, to be run again by hand. */
export function qemuCommand(machine: Machine): string {
  return quoted([QEMU, ...qemuArguments(machine)]);
}
