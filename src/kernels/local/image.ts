/** A kernel's image as a file: its modules and its configuration are looked for where it lies. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { readRelease } from '../image/bzimage.js';
import type { Kernel } from '../kernel.js';
import { modulesFolderIn, stagedModules } from '../modules/stage.js';
import { kernelOfBuildTree, treeOfImage } from './build-tree.js';

/**
 * The kernel of an image: in a build tree with the modules of the tree, in a distribution's lib/modules/RELEASE or
 * boot with those that belong to it, anywhere else without any.
 *
 * @throws UsageError where it is no image that can be booted
 */
export async function kernelOfImage(file: string, source: string): Promise<Kernel> {
  const tree = treeOfImage(file);
  if (tree !== null) return kernelOfBuildTree(tree, source);
  return kernelInPlace(file, readRelease(file), source);
}

/**
 * The same of an image that lies in no build tree.
 *
 * @param stagedRoot a folder in which lib/modules/RELEASE, where there is any, is as a guest takes it
 */
export async function kernelInPlace(
  image: string,
  release: string,
  source: string,
  stagedRoot: string | null = null,
): Promise<Kernel> {
  const modules = modulesOf(image, release);
  const config = configOf(image, release, modules);
  if (stagedRoot !== null) {
    const isStaged = existsSync(path.join(stagedRoot, 'lib/modules', release, 'modules.dep'));
    return { image, release, modulesRoot: isStaged ? stagedRoot : null, config, source };
  }
  const modulesRoot = modules === null ? null : await stagedModules(modules, image, release);
  return { image, release, modulesRoot, config, source };
}

/** The folders from which lib/modules may hang: that of the image, and of the file to which it is a link. */
function placesOf(image: string): string[] {
  return [...new Set([image, realpathSync(image)].map((file) => path.dirname(file)))];
}

function modulesOf(image: string, release: string): string | null {
  for (const place of placesOf(image)) {
    // Beside its modules, whatever their folder is called.
    if (existsSync(path.join(place, 'kernel')) && existsSync(path.join(place, 'modules.order')))
      return place;
    const root = path.basename(place) === 'boot' ? path.dirname(place) : place;
    const found = modulesFolderIn(root, release);
    if (found !== null) return found;
  }
  return null;
}

function configOf(image: string, release: string, modules: string | null): string | null {
  const places = placesOf(image);
  const beside = modules === null ? places : [...places, modules];
  const candidates = [
    ...places.map((place) => path.join(place, `config-${release}`)),
    ...beside.map((place) => path.join(place, 'config')),
  ];
  return candidates.find((file) => existsSync(file)) ?? null;
}
