/** From K, as the user writes it, to a kernel that can be booted. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { kernelOfDeb } from './archives/deb.js';
import { kernelOfDebian } from './debian/debian.js';
import { readRelease } from './image/bzimage.js';
import type { Kernel } from './kernel.js';
import { kernelOfLab } from './lab.js';
import { kernelOfFolder, stagedModules } from './local/folder.js';

const DEBIAN = 'debian:';
const LAB = 'lab:';

/**
 * Resolves K: a bzImage, a build tree, a folder with vmlinuz* and lib/modules, a .deb,
 * debian:PACKAGE, or lab:ID.
 *
 * @param modules the folder of `--modules`, null where there is none
 * @throws UsageError where K is none of these
 */
export async function resolveKernel(k: string, modules: string | null): Promise<Kernel> {
  const kernel = await withoutModules(k);
  if (modules === null) return kernel;
  const modulesRoot = await stagedModules(modules, kernel.image, kernel.release);
  return { ...kernel, modulesRoot };
}

async function withoutModules(k: string): Promise<Kernel> {
  if (k.startsWith(DEBIAN)) return kernelOfDebian(k.slice(DEBIAN.length));
  if (k.startsWith(LAB)) return kernelOfLab(k.slice(LAB.length));
  const stat = statSync(k, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UsageError(
      `the kernel ${k} does not exist: give a file, a folder, debian:PACKAGE or lab:ID`,
    );
  }
  const file = path.resolve(k);
  if (stat.isDirectory()) return kernelOfFolder(file, k);
  if (!stat.isFile()) throw new UsageError(`the kernel ${k} is neither a file nor a folder`);
  if (file.endsWith('.deb')) return kernelOfDeb(file, k);
  return { image: file, release: readRelease(file), modulesRoot: null, source: k };
}
