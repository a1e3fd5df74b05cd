/**
 * Whether a file is DAX, proved on this very file: mount options are no proof, for xfs can mount with
 * `-o dax`, warn, and go on without it.
 */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { addressOf, statxDax, unmap } from '../native/libc.js';
import { mapShared } from '../native/mmap.js';
import { PAGE_BYTES } from '../native/page-sizes.js';
import type { Target } from '../result/result.js';

export type DaxProof = Pick<Target, 'dax' | 'daxProof'>;

/**
 * Asks statx(2), and where the kernel does not report the attribute (before Linux 5.8), the flags of a
 * mapping of the file.
 *
 * @param file a file that can be read, at least one page long
 */
export function proveDax(file: string): DaxProof {
  const fd = openSync(file, 'r');
  try {
    const dax = statxDax(fd);
    return dax === null ? proveBySmaps(fd) : { dax, daxProof: 'statx' };
  } finally {
    closeSync(fd);
  }
}

/**
 * ext4_file_mmap() and xfs_file_mmap() mark a mapping where the inode is DAX, and only then: VM_MIXEDMAP
 * until Linux 4.19 (e1fb4a086495), and VM_HUGEPAGE throughout. smaps shows them as `mm` and `hg`
 * (proc_pid_smaps(5)); the second can otherwise come only from madvise(2), which this mapping has not seen.
 */
const DAX_FLAGS = ['mm', 'hg'];

/** Asks the flags of a mapping of the file, made for this. */
export function proveBySmaps(fd: number): DaxProof {
  const mapping = mapShared(fd, 0, PAGE_BYTES);
  const flags = flagsOfMapping(readFileSync('/proc/self/smaps', 'utf8'), addressOf(mapping));
  unmap(mapping);
  return { dax: DAX_FLAGS.some((flag) => flags.includes(flag)), daxProof: 'smaps' };
}

/** The VmFlags of the mapping that begins at an address, none where smaps does not show it. */
export function flagsOfMapping(smaps: string, address: number): string[] {
  const start = `${address.toString(16).padStart(8, '0')}-`;
  let found = false;
  for (const line of smaps.split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) found = line.startsWith(start);
    if (found && line.startsWith('VmFlags:'))
      return line.slice('VmFlags:'.length).trim().split(' ');
  }
  return [];
}
