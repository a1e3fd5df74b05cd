/** Modules that a kernel surely needs and surely lacks: told before it is booted. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The option that makes each module; of modules that are not named nothing is known to be needed. */
const OPTIONS: Readonly<Record<string, string>> = {
  '9p': '9P_FS',
  '9pnet_virtio': 'NET_9P_VIRTIO',
  btrfs: 'BTRFS_FS',
  exfat: 'EXFAT_FS',
  ext2: 'EXT2_FS',
  ext4: 'EXT4_FS',
  f2fs: 'F2FS_FS',
  nd_e820: 'X86_PMEM_LEGACY',
  nd_pmem: 'BLK_DEV_PMEM',
  nfit: 'ACPI_NFIT',
  nfsd: 'NFSD',
  nfsv4: 'NFS_V4',
  ntfs: 'NTFS_FS',
  ntfs3: 'NTFS3_FS',
  overlay: 'OVERLAY_FS',
  virtio_pmem: 'VIRTIO_PMEM',
  xfs: 'XFS_FS',
};

/** No configuration is longer. */
const CONFIG_LIMIT_BYTES = 4 * 1024 ** 2;

/**
 * Which modules a kernel lacks, though its configuration makes modules of them.
 *
 * @param config the file with its configuration; where there is none, nothing is known
 * @param names what the guest needs
 * @param files the module files that there are
 */
export function lackingModules(
  config: string | null,
  names: readonly string[],
  files: readonly string[],
): string[] {
  if (config === null) return [];
  const text = readConfig(config);
  const present = new Set(files.map(moduleName));
  return [...new Set(names)].filter((name) => {
    const option = OPTIONS[name];
    return option !== undefined && text.includes(`\nCONFIG_${option}=m\n`) && !present.has(name);
  });
}

function readConfig(file: string): string {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size === 0 || size > CONFIG_LIMIT_BYTES ? '' : `\n${readFileSync(file, 'utf8')}\n`;
}

/** The name of a module, as lsmod shows it: files may be spelled with strokes. */
function moduleName(file: string): string {
  return path
    .basename(file)
    .replace(/\.ko(?:\.\w+)?$/, '')
    .replaceAll('-', '_');
}
