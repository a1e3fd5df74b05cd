/** The ways to give a guest persistent memory, as QEMU arguments and kernel parameters. */
import { UsageError } from '../../errors.js';
import type { PmemBackend } from '../../guest/order.js';

/** Those that a user may choose. */
export const PMEM_BACKENDS: readonly PmemBackend[] = ['memmap', 'virtio-pmem', 'nvdimm'];

/** Ordinary memory of the guest: Node.js, the runtime's page cache, and room. */
export const MEMORY_MIB = 1024;
/** Persistent memory: mkfs.xfs makes nothing below 300 MiB. */
export const PMEM_MIB = 512;
/** Below this a guest dies of want of memory before it races. */
const MEMORY_LEAST_MIB = 512;
const PMEM_LEAST_MIB = 320;
/** On the machine type pc all memory below this is one piece (hw/i386/pc.c, max_ram_below_4g). */
const CONTIGUOUS_LIMIT_MIB = 3072;

/**
 * Ordinary memory behind the range of memmap: the firmware keeps its ACPI tables at the very end of memory,
 * and a range that reaches over them comes apart into pieces that the kernel refuses as misaligned.
 */
const TOP_MIB = 64;

export interface PmemSetup {
  readonly qemu: readonly string[];
  readonly kernelParameters: readonly string[];
}

/**
 * How to start QEMU with a backend.
 *
 * @param memoryMib ordinary memory
 * @param pmemMib persistent memory
 * @throws UsageError where the sizes do not fit
 */
export function pmemSetup(backend: PmemBackend, memoryMib: number, pmemMib: number): PmemSetup {
  checkSizes(backend, memoryMib, pmemMib);
  if (backend === 'memmap') {
    // Documentation/admin-guide/kernel-parameters.txt, memmap=nn!ss. The kernel does not hold the range
    // against the memory that is there: it lies just above the ordinary memory by construction.
    return {
      qemu: ['-machine', 'pc', '-m', `${memoryMib + pmemMib + TOP_MIB}M`],
      kernelParameters: [`memmap=${pmemMib}M!${memoryMib}M`],
    };
  }
  const memory = ['-m', `${memoryMib}M,slots=2,maxmem=${memoryMib + 4 * pmemMib}M`];
  // Anonymous and shared: nothing on the host's disk that could be left behind.
  const backing = ['-object', `memory-backend-memfd,id=pmem,share=on,size=${pmemMib}M`];
  if (backend === 'virtio-pmem') {
    const device = ['-device', 'virtio-pmem-pci,memdev=pmem,id=virtio-pmem'];
    return { qemu: ['-machine', 'pc', ...memory, ...backing, ...device], kernelParameters: [] };
  }
  const device = ['-device', 'nvdimm,memdev=pmem,id=nvdimm'];
  return {
    qemu: ['-machine', 'pc,nvdimm=on', ...memory, ...backing, ...device],
    kernelParameters: [],
  };
}

function checkSizes(backend: PmemBackend, memoryMib: number, pmemMib: number): void {
  if (memoryMib < MEMORY_LEAST_MIB) {
    throw new UsageError(
      `--memory ${memoryMib} is too little for a guest: give at least ${MEMORY_LEAST_MIB} MiB`,
    );
  }
  if (pmemMib < PMEM_LEAST_MIB) {
    throw new UsageError(
      `--pmem-size ${pmemMib} is too little for a filesystem: give at least ${PMEM_LEAST_MIB} MiB`,
    );
  }
  if (backend === 'memmap' && memoryMib + pmemMib + TOP_MIB > CONTIGUOUS_LIMIT_MIB) {
    throw new UsageError(
      `--memory and --pmem-size come to ${memoryMib + pmemMib} MiB, and memmap needs them below ${CONTIGUOUS_LIMIT_MIB}: give less, or use --pmem virtio-pmem`,
    );
  }
}
