/** From K, as the user writes it, to a kernel that can be booted. */
import { type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { type ArchiveOptions, kernelOfArchive, modulesOfArchives } from './archives/archive.js';
import { packagesIn } from './archives/beside.js';
import { kernelOfPackages } from './archives/folder.js';
import { archiveKind } from './archives/kind.js';
import { kernelOfDebian } from './debian/debian.js';
import type { Kernel, ReleaseChoice } from './kernel.js';
import { checkKernelName, DEBIAN, isNamed, LAB } from './kernel-name.js';
import { kernelOfLab } from './lab.js';
import { kernelOfFolder, kernelsOfFolder } from './local/folder.js';
import { kernelOfImage } from './local/image.js';
import { findModulesFolder, modulesFolderIn, stagedModules } from './modules/stage.js';

export interface KernelChoice {
  /** Each `--modules`: a folder that holds lib/modules/RELEASE, a package, or a folder of packages. */
  readonly modules: readonly string[];
  readonly release: ReleaseChoice;
}

const NOTHING_CHOSEN: KernelChoice = { modules: [], release: null };

/**
 * Resolves K: a bzImage, a build tree, a folder in the layout of a root file system, a package or several in a folder,
 * a tarball, debian:PACKAGE, or lab:ID.
 *
 * @throws UsageError where K is none of these
 */
export async function resolveKernel(k: string, choice = NOTHING_CHOSEN): Promise<Kernel> {
  checkKernelName(k);
  const { folders, packages } = await modulesNamed(choice.modules);
  const kernel = await resolved(k, { source: k, choice: choice.release, parts: packages });
  if (choice.release !== null && kernel.release !== choice.release) {
    throw new UsageError(
      `the kernel ${k} is of release ${kernel.release}, not ${choice.release}: choose that, or none`,
    );
  }
  if (folders.length === 0) return kernel;
  const { image, release } = kernel;
  const holding = folders.find((folder) => modulesFolderIn(folder, release) !== null);
  const modules = findModulesFolder(holding ?? folders.join(' or '), release);
  return { ...kernel, modulesRoot: await stagedModules(modules, image, release) };
}

/** What `--modules` names: folders that hold modules, and packages of them. */
async function modulesNamed(places: readonly string[]) {
  const folders: string[] = [];
  const packages: string[] = [];
  for (const place of places) {
    const stat = statOf('--modules', place);
    const inside = stat.isDirectory() ? (await packagesIn(place)).map(({ file }) => file) : [];
    if (stat.isFile()) packages.push(path.resolve(place));
    else if (inside.length > 0) packages.push(...inside);
    else folders.push(place);
  }
  return { folders, packages };
}

async function resolved(k: string, options: ArchiveOptions): Promise<Kernel> {
  const { parts } = options;
  if (!isNamed(k) && statOf('the kernel', k).isFile() && archiveKind(k) !== null)
    return kernelOfArchive(path.resolve(k), options);
  const kernel = await withoutModules(k, options);
  if (parts.length === 0) return kernel;
  return { ...kernel, modulesRoot: await modulesOfArchives(parts, kernel.release) };
}

async function withoutModules(k: string, options: ArchiveOptions): Promise<Kernel> {
  if (k.startsWith(DEBIAN)) return kernelOfDebian(k.slice(DEBIAN.length));
  if (k.startsWith(LAB)) return kernelOfLab(k.slice(LAB.length));
  const stat = statOf('the kernel', k);
  const place = path.resolve(k);
  if (stat.isFile()) return kernelOfImage(place, k);
  if (!stat.isDirectory())
    throw new UsageError(`the kernel ${k} is neither a file nor a folder: give one of them`);
  const packaged =
    kernelsOfFolder(place).length > 0 ? null : await kernelOfPackages(place, options);
  return packaged ?? kernelOfFolder(place, k, options.choice);
}

function statOf(what: string, place: string): Stats {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat !== undefined) return stat;
  throw new UsageError(
    `${what} ${place} does not exist: give a file, a folder, debian:PACKAGE or lab:ID`,
  );
}
