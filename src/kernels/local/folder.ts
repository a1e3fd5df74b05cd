/** A kernel in a folder: a build tree, or one that holds vmlinuz* and lib/modules. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { cached } from '../../cache.js';
import { UsageError } from '../../errors.js';
import { needTool } from '../../tools.js';
import { fileKey } from '../file-key.js';
import { readRelease } from '../image/bzimage.js';
import type { Kernel } from '../kernel.js';
import { findModulesFolder, moduleFiles, stageModules } from '../modules/modules.js';

const BUILT_IMAGE = 'arch/x86/boot/bzImage';
/** What a guest may need that a build may have made a module of. */
const NEEDED_OPTIONS =
  /^CONFIG_(?:EXT4_FS|XFS_FS|X86_PMEM_LEGACY|LIBNVDIMM|BLK_DEV_PMEM|ACPI_NFIT|VIRTIO_PMEM|VIRTIO_PCI|VIRTIO_BLK|CRYPTO_CRC32C)=m$/m;

/**
 * The kernel of a folder.
 *
 * @throws UsageError where it holds none, or several
 */
export async function kernelOfFolder(folder: string, source: string): Promise<Kernel> {
  const built = path.join(folder, BUILT_IMAGE);
  if (existsSync(built)) return kernelOfBuildTree(folder, built, source);
  const image = findImage(folder);
  const release = readRelease(image);
  const hasModules = ['lib/modules', 'usr/lib/modules'].some((below) =>
    existsSync(path.join(folder, below)),
  );
  const modulesRoot = hasModules ? await stagedModules(folder, image, release) : null;
  return { image, release, modulesRoot, source };
}

/**
 * The image of a folder's kernel, whether it is a build tree or not.
 *
 * @returns null where the folder holds no kernel
 * @throws UsageError where it holds several
 */
export function imageOfFolder(folder: string): string | null {
  const built = path.join(folder, BUILT_IMAGE);
  if (existsSync(built)) return built;
  return imagesIn(folder).length === 0 ? null : findImage(folder);
}

/**
 * Modules that the user has named with `--modules`, staged in the cache.
 *
 * @param folder holds lib/modules/RELEASE, or is that folder
 */
export async function stagedModules(
  folder: string,
  image: string,
  release: string,
): Promise<string> {
  const modulesFolder = findModulesFolder(folder, release);
  const key = fileKey(image, ...moduleFiles(path.join(modulesFolder, 'kernel')));
  return cached(`modules/${release}-${key}`, (draft) =>
    stageModules(modulesFolder, draft, release),
  );
}

async function kernelOfBuildTree(tree: string, image: string, source: string): Promise<Kernel> {
  const release = readRelease(image);
  const config = path.join(tree, '.config');
  const modular = existsSync(config) && NEEDED_OPTIONS.test(readFileSync(config, 'utf8'));
  if (!modular) return { image, release, modulesRoot: null, source };
  const modulesRoot = await cached(
    `modules/${release}-${fileKey(image, config, ...moduleFiles(tree))}`,
    async (draft) => {
      const installed = `INSTALL_MOD_PATH=${draft}.installed`;
      try {
        await needTool(`installing the modules of ${tree}`, 'make', [
          '-C',
          tree,
          installed,
          'modules_install',
        ]);
        await stageModules(path.join(`${draft}.installed/lib/modules`, release), draft, release);
      } finally {
        rmSync(`${draft}.installed`, { recursive: true, force: true });
      }
    },
  );
  return { image, release, modulesRoot, source };
}

function imagesIn(folder: string): string[] {
  return [folder, path.join(folder, 'boot')]
    .filter((place) => existsSync(place))
    .flatMap((place) => readdirSync(place).map((name) => path.join(place, name)))
    .filter((file) => /^(?:vmlinuz|bzImage)/.test(path.basename(file)) && statSync(file).isFile());
}

function findImage(folder: string): string {
  const images = imagesIn(folder);
  const image = images[0];
  if (image === undefined) {
    throw new UsageError(
      `${folder} holds no kernel: it needs ${BUILT_IMAGE} (run make bzImage first) or vmlinuz* beside lib/modules`,
    );
  }
  if (images.length > 1) {
    throw new UsageError(
      `${folder} holds several kernels (${images.map((file) => path.basename(file)).join(', ')}): name one`,
    );
  }
  return image;
}
