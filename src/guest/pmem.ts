/** The emulated persistent memory as the guest sees it. */

import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { UntestedError } from '../errors.js';
import { PMEM_DEVICE } from '../filesystems/filesystem.js';
import type { PmemBackend } from './order.js';
import { waitUntil } from './wait.js';

const NAMESPACE_DEVICES = '/sys/bus/nd/devices';
const PMEM_DRIVER = '/sys/bus/nd/drivers/nd_pmem';

/** With its driver loaded, the device appears at once, or after a probe on another cpu. */
const DEVICE_LIMIT_MS = 5000;

/** What the kernel must have for each backend, where its device does not appear. */
const NEEDS: Readonly<Record<PmemBackend, string>> = {
  memmap: 'X86_PMEM_LEGACY and BLK_DEV_PMEM (modules nd_e820, nd_pmem)',
  'virtio-pmem': 'VIRTIO_PMEM and BLK_DEV_PMEM (modules virtio_pmem, nd_pmem)',
  nvdimm: 'ACPI_NFIT and BLK_DEV_PMEM (modules nfit, nd_pmem)',
  'nvdimm-raw': 'ACPI_NFIT and BLK_DEV_PMEM (modules nfit, nd_pmem)',
};

/**
 * Waits for the device, and makes an nvdimm's namespace fsdax: left raw it has no struct pages, and a
 * kernel refuses DAX on it.
 *
 * @throws UntestedError where the kernel has no driver, or refuses
 */
export function preparePmem(backend: PmemBackend): void {
  if (!waitUntil(() => existsSync(PMEM_DEVICE), DEVICE_LIMIT_MS)) {
    throw new UntestedError(
      `no ${PMEM_DEVICE} appeared for ${backend}: the kernel needs ${NEEDS[backend]}, built in or with --modules`,
    );
  }
  if (backend === 'nvdimm') makeFsdax();
}

/**
 * What `ndctl create-namespace -m fsdax` does, through sysfs: a pfn device claims the raw namespace and
 * keeps the struct pages in it (drivers/nvdimm/pfn_devs.c).
 */
function makeFsdax(): void {
  const raw = 'namespace0.0';
  const seed = readdirSync(NAMESPACE_DEVICES).find((name) => /^pfn\d+\.\d+$/.test(name));
  if (seed === undefined) {
    throw new UntestedError(
      'the nvdimm cannot be made fsdax: the kernel needs NVDIMM_PFN; use --pmem memmap instead',
    );
  }
  const pfn = `${NAMESPACE_DEVICES}/${seed}`;
  try {
    writeFileSync(`${PMEM_DRIVER}/unbind`, raw);
    writeFileSync(`${pfn}/mode`, 'pmem');
    writeFileSync(`${pfn}/align`, readFileSync(`${pfn}/align`, 'utf8').trim());
    writeFileSync(`${pfn}/uuid`, randomUUID());
    writeFileSync(`${pfn}/namespace`, raw);
    writeFileSync(`${PMEM_DRIVER}/bind`, seed);
  } catch (error) {
    const { path: at, code } = error as NodeJS.ErrnoException;
    throw new UntestedError(
      `the nvdimm cannot be made fsdax: ${at ?? 'sysfs'} says ${code ?? error}; use --pmem memmap instead`,
    );
  }
  if (!waitUntil(() => existsSync(PMEM_DEVICE), DEVICE_LIMIT_MS)) {
    throw new UntestedError(
      'the nvdimm was made fsdax, but its device did not come back: use --pmem memmap instead',
    );
  }
}
