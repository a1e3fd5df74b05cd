/**
 * Every filesystem that holerace knows, in which mode a verdict on it means something, and how a guest makes
 * it. docs/filesystems.md shows this list.
 */

import { UsageError } from '../errors.js';
import type { Expect } from '../report/result.js';

/** How a file is mapped: with the blocks of the device themselves, or through pages of the page cache. */
export type Mode = 'dax' | 'page-cache';

/** Where a filesystem of the guest lies. */
export type Place =
  /** On the emulated persistent memory, where mkfs makes it. */
  | 'pmem'
  /** In the guest's ordinary memory. */
  | 'memory'
  /** In a folder of the host, which QEMU shares. */
  | 'share';

export interface Filesystem {
  /** Why it is not supported in a mode; what is supported is not named. */
  readonly not: Readonly<Partial<Record<Mode, string>>>;
  /** Why `vm` does not make it, null where it does. */
  readonly notInVm: string | null;
  readonly place: Place;
  /** What the kernel may need for it, in the order in which it is asked for; what it has built in is passed over. */
  readonly modules: readonly string[];
}

/** Why a filesystem without blocks of its own has no DAX. */
const NO_DEVICE = 'it has no device of its own that could be mapped';

const known = {
  ext4: { not: {}, notInVm: null, place: 'pmem', modules: ['ext4'] },
  xfs: { not: {}, notInVm: null, place: 'pmem', modules: ['xfs'] },
  // Debian's kernels mount it with the driver of ext4 (CONFIG_EXT4_USE_FOR_EXT2).
  ext2: { not: {}, notInVm: null, place: 'pmem', modules: ['ext2', 'ext4'] },
  btrfs: {
    not: { dax: 'the kernel has no DAX for it' },
    notInVm: null,
    place: 'pmem',
    // Its checksums are not in its list of dependencies.
    modules: ['xxhash_generic', 'blake2b_generic', 'btrfs'],
  },
  tmpfs: { not: { dax: NO_DEVICE }, notInVm: null, place: 'memory', modules: [] },
  overlay: {
    not: { dax: 'its files are DAX where those of the upper layer are: race in the upper layer' },
    notInVm: null,
    place: 'memory',
    modules: ['overlay'],
  },
  nfs: { not: { dax: NO_DEVICE }, notInVm: null, place: 'memory', modules: ['nfsd', 'nfsv4'] },
  '9p': {
    not: { dax: NO_DEVICE },
    notInVm: null,
    place: 'share',
    modules: ['virtio_pci', '9pnet_virtio', '9p'],
  },
  virtiofs: {
    not: {
      dax: 'QEMU has no window for it, its vhost-user-fs-pci takes no cache-size',
      'page-cache': 'no run on it has been made',
    },
    notInVm: 'its files come from a daemon of the host, virtiofsd, which holerace does not start',
    place: 'share',
    modules: ['virtio_pci', 'virtiofs'],
  },
} as const satisfies Record<string, Filesystem>;

export type FilesystemName = keyof typeof known;

export const filesystems: Readonly<Record<FilesystemName, Filesystem>> = known;

/** What the kernel calls a filesystem where it is mounted. */
export function kernelNameOf(name: string): string {
  return name === 'nfs' ? 'nfs4' : name;
}

/** Those that `vm` makes. */
export const vmFilesystems = (Object.keys(known) as FilesystemName[]).filter(
  (name) => known[name].notInVm === null,
);

/**
 * The mode in which a filesystem is raced.
 *
 * @param expect what was asked for
 * @throws UsageError where it is not supported in that mode
 */
export function modeOf(name: FilesystemName, expect: Expect): Mode {
  const { not } = filesystems[name];
  if (expect === 'any') return not.dax === undefined ? 'dax' : 'page-cache';
  const why = not[expect];
  if (why === undefined) return expect;
  throw new UsageError(
    `${name} cannot be raced with DAX, for ${why}: race its page cache with --expect page-cache, or choose another --fs`,
  );
}
