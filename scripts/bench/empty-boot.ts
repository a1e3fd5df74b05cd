/** The same kernel as a vm run boots, on the machine that it uses, with an initramfs that only powers off. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { Kernel } from '../../src/kernels/kernel.js';
import { makeEmptyInitramfs } from '../../src/vm/initramfs.js';
import { type Accel, GUEST_PARAMETERS } from '../../src/vm/qemu/machine.js';
import { MEMORY_MIB, PMEM_MIB, pmemSetup } from '../../src/vm/qemu/pmem.js';
import { startGuest } from '../../src/vm/qemu/qemu.js';

/**
 * Makes it ready.
 *
 * @param folder a scratch folder
 * @returns what boots it, from QEMU's start to its end
 */
export async function makeEmptyBoot(
  kernel: Kernel,
  accel: Accel,
  cpus: number,
  folder: string,
): Promise<() => Promise<void>> {
  const { qemu, kernelParameters } = pmemSetup('memmap', MEMORY_MIB, PMEM_MIB);
  const initramfs = await makeEmptyInitramfs(mkdtempSync(path.join(folder, 'empty-')));
  return async () => {
    const guest = startGuest(
      {
        ...{ accel, cpus, image: kernel.image, initramfs, disk: null },
        kernelParameters: [...GUEST_PARAMETERS, ...kernelParameters],
        consoleLog: path.join(folder, 'console.log'),
        memory: qemu,
      },
      () => undefined,
    );
    await guest.ended;
  };
}
