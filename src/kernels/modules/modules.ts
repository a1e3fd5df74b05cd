/** The modules that a guest needs, and in which order. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../errors.js';
import { filesBelow } from '../../files-below.js';
import { makeScratch } from '../../scratch.js';
import { needTool, runTool } from '../../tools.js';

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
  'fs/ext2',
  'fs/ext4',
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

/** Whether a path below lib/modules/RELEASE is worth unpacking. */
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

/**
 * Copies what a guest may need of a modules folder, and works out its dependencies.
 *
 * @param modulesFolder lib/modules/RELEASE, wherever it is
 * @param root where lib/modules/RELEASE is made
 */
export async function stageModules(
  modulesFolder: string,
  root: string,
  release: string,
): Promise<void> {
  const staged = path.join(root, 'lib/modules', release);
  mkdirSync(staged, { recursive: true });
  for (const name of ['modules.order', 'modules.builtin', 'modules.builtin.modinfo', 'kernel']) {
    const from = path.join(modulesFolder, name);
    if (!existsSync(from)) continue;
    cpSync(from, path.join(staged, name), {
      recursive: true,
      filter: (source) => isWantedOrAbove(path.relative(modulesFolder, source)),
    });
  }
  await indexModules(root, release);
}

function isWantedOrAbove(relative: string): boolean {
  const above = MODULE_FOLDERS.some((folder) => `kernel/${folder}`.startsWith(relative));
  return above || isWantedModulePath(relative);
}

/** Runs depmod: a .deb holds no modules.dep. */
export async function indexModules(root: string, release: string): Promise<void> {
  await needTool(`reading the modules of ${release}`, 'depmod', ['-b', root, release]);
}

/**
 * The files of some modules and of all that they depend on, in the order in which they must be loaded.
 * A module that the kernel has built in, or does not have, adds none.
 */
export async function modulesInOrder(
  root: string,
  release: string,
  names: readonly string[],
): Promise<string[]> {
  // The distribution's configuration hides modules behind install lines: read dependencies without any.
  const noConfiguration = makeScratch('no-modprobe-configuration');
  const files = new Set<string>();
  try {
    for (const name of names) {
      const args = [
        '-C',
        noConfiguration.folder,
        '-d',
        root,
        '-S',
        release,
        '--show-depends',
        name,
      ];
      const { ok, stdout } = await runTool('modprobe', args);
      if (!ok) continue;
      for (const line of stdout.split('\n')) {
        const file = /^insmod (\S+)/.exec(line.trim())?.[1];
        if (file !== undefined) files.add(path.resolve(file));
      }
    }
  } finally {
    noConfiguration.remove();
  }
  return [...files];
}

/**
 * The folder of a release's modules below one that the user named: the folder itself, or the one below
 * lib/modules.
 *
 * @throws UsageError where there is none for that release
 */
export function findModulesFolder(folder: string, release: string): string {
  for (const below of ['', `lib/modules/${release}`, `usr/lib/modules/${release}`, release]) {
    const candidate = path.resolve(folder, below);
    if (existsSync(path.join(candidate, 'kernel')) && path.basename(candidate) === release) {
      return candidate;
    }
  }
  throw new UsageError(
    `${folder} holds no modules of ${release}: give the folder that holds lib/modules/${release}`,
  );
}
