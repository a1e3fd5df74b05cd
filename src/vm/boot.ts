/** One boot: what it needs, and the machine that is made for it. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { FilesystemOrder } from '../filesystems/order.js';
import type { GuestOrder } from '../guest/order.js';
import { makeInitramfs } from './initramfs.js';
import { addedOf, type VmOptions } from './options.js';
import { type Accel, GUEST_PARAMETERS, type Machine } from './qemu/machine.js';
import type { PmemSetup } from './qemu/pmem.js';
import { runtimeImage } from './runtime-image.js';

/** What one boot needs beside the options. */
export interface Boot {
  readonly options: VmOptions;
  readonly folder: string;
  readonly accel: Accel;
  readonly order: GuestOrder;
  readonly pmem: PmemSetup;
  readonly mkfsTools: readonly string[];
  readonly runtimeOnDisk: boolean;
}

/** The machine of one boot, with an initramfs of its own. */
export async function machineOf(boot: Boot, token: string): Promise<Machine> {
  const { options, folder, accel, order, mkfsTools, runtimeOnDisk } = boot;
  const { kernel, cpus } = options;
  const scratch = mkdtempSync(path.join(folder, 'boot-'));
  const content = { kernel, order, token, runtimeOnDisk, mkfsTools };
  return {
    accel,
    cpus,
    image: kernel.image,
    initramfs: await makeInitramfs(scratch, content),
    consoleLog: path.join(scratch, 'console.log'),
    disk: runtimeOnDisk ? await runtimeImage(mkfsTools) : null,
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
