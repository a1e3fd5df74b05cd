/** One boot: what it needs, and the machine that is made for it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { FilesystemOrder } from '../filesystems/order.js';
import type { GuestOrder, ProgramOrder } from '../guest/order.js';
import { makeInitramfs } from './initramfs.js';
import { addedOf, type VmOptions } from './options.js';
import { type Accel, GUEST_PARAMETERS, type Machine } from './qemu/machine.js';
import type { PmemSetup } from './qemu/pmem.js';
import { runtimeImage } from './runtime-image.js';

/** What a machine is made of, whatever it is to do. */
export interface MachineParts {
  readonly options: Pick<VmOptions, 'kernel' | 'cpus' | 'append' | 'qemuArgs'>;
  readonly folder: string;
  readonly accel: Accel;
  readonly order: GuestOrder | ProgramOrder;
  readonly pmem: PmemSetup;
  readonly mkfsTools: readonly string[];
  readonly runtimeOnDisk: boolean;
  /** The file of the program that the order asks for. */
  readonly program?: string;
}

/** What one boot needs beside the options. */
export interface Boot extends MachineParts {
  readonly options: VmOptions;
  readonly order: GuestOrder;
}

const TOKEN_BYTES = 16;

/** What proves an end mark to be init's own. */
export function drawToken(): string {
  return randomBytes(TOKEN_BYTES).toString('hex');
}

/** What is said while it lasts. */
export function bootWords(
  { release, source }: VmOptions['kernel'],
  accel: MachineParts['accel'],
): string {
  return `booting ${release || source} (${accel.toUpperCase()})`;
}

/** The machine of one boot, with an initramfs of its own. */
export async function machineOf(boot: MachineParts, token: string): Promise<Machine> {
  const { options, folder, accel, order, mkfsTools, runtimeOnDisk, program } = boot;
  const { kernel, cpus } = options;
  const scratch = mkdtempSync(path.join(folder, 'boot-'));
  const content = { kernel, order, token, runtimeOnDisk, mkfsTools, program };
  const [initramfs, disk] = await Promise.all([
    makeInitramfs(scratch, content),
    runtimeOnDisk ? runtimeImage(mkfsTools) : null,
  ]);
  return {
    accel,
    cpus,
    image: kernel.image,
    initramfs,
    consoleLog: path.join(scratch, 'console.log'),
    disk,
    kernelParameters: [...GUEST_PARAMETERS, ...boot.pmem.kernelParameters],
    added: addedOf(options),
    memory: boot.pmem.qemu,
    share: shareOf(order.filesystems, scratch),
  };
}

/** An empty folder for the guest, where one of its filesystems is shared by the host. */
function shareOf(orders: readonly FilesystemOrder[], scratch: string): string | null {
  if (!orders.some(({ medium }) => medium === 'share')) return null;
  const folder = path.join(scratch, 'share');
  mkdirSync(folder);
  return folder;
}
