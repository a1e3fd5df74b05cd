/** Which modules of a kernel a guest may need: the rest of a distribution's thousands stays behind. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../../files/files-below.js';

/** Where below lib/modules/RELEASE/kernel the modules lie that a guest may need; the rest stays behind. */
const MODULE_FOLDERS = [
  'arch/x86/crypto',
  'arch/x86/lib',
  'crypto',
  'drivers/acpi/nfit',
  'drivers/block/virtio_blk',
  'drivers/dax',
  'drivers/nvdimm',
  'drivers/virtio',
  'fs/9p',
  'fs/btrfs',
  'fs/exfat',
  'fs/ntfs',
  'fs/ntfs3',
  'fs/ext2',
  'fs/ext4',
  'fs/f2fs',
  'fs/fscache',
  'fs/jbd2',
  'fs/lockd',
  'fs/mbcache',
  'fs/netfs',
  'fs/nfs',
  'fs/nfs_common',
  'fs/nfsd',
  'fs/overlayfs',
  'fs/xfs',
  'lib',
  'net/9p',
  'net/dns_resolver',
  'net/sunrpc',
] as const;

/** Changes when other modules are kept: what was unpacked for others is of no use then. */
export const MODULE_FOLDERS_KEY = createHash('sha256')
  .update(MODULE_FOLDERS.join())
  .digest('hex')
  .slice(0, 8);

/** Whether a path below lib/modules/RELEASE is worth keeping. */
export function isWantedModulePath(relative: string): boolean {
  if (/^modules\.[a-z.]+$/.test(relative)) return true;
  return MODULE_FOLDERS.some((folder) => {
    const wanted = `kernel/${folder}`;
    return relative.startsWith(`${wanted}/`) || relative.startsWith(`${wanted}.ko`);
  });
}

/**
 * The module files that a guest may need, below a folder that is laid out as the kernel's source: a build
 * tree, or lib/modules/RELEASE/kernel. For cache keys: one module may be built anew, and all else stay.
 */
export function moduleFiles(folder: string): string[] {
  return MODULE_FOLDERS.flatMap((wanted) => {
    const place = path.join(folder, wanted);
    const inside = statSync(place, { throwIfNoEntry: false })?.isDirectory()
      ? filesBelow(place).map((relative) => path.join(place, relative))
      : [];
    const beside = ['.ko', '.ko.xz', '.ko.zst', '.ko.gz'].map((ending) => `${place}${ending}`);
    return [
      ...inside.filter((file) => /\.ko(?:\.\w+)?$/.test(file)),
      ...beside.filter((file) => existsSync(file)),
    ];
  });
}

/** The same of a path below lib/modules/RELEASE, or whether such paths lie below it. */
export function isWantedOrAbove(relative: string): boolean {
  const above = MODULE_FOLDERS.some((folder) => `kernel/${folder}`.startsWith(relative));
  return above || isWantedModulePath(relative);
}
