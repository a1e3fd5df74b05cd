/** A folder of packages and tarballs: which of them are kernels, and not parts of others, headers or symbols. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../errors.js';
import type { Kernel } from '../kernel.js';
import { type ArchiveOptions, kernelOfArchive } from './archive.js';
import { dependenciesAmong, type LocalPackage, packagesIn } from './beside.js';
import { archiveKind } from './kind.js';
import { holdsNoImage } from './label.js';
import { firstImage } from './look.js';

/** An archive that is a kernel of its own. */
export interface KernelArchive {
  readonly file: string;
  readonly version: string;
}

/** The kernels among the archives of a folder. */
export async function kernelArchivesIn(folder: string): Promise<KernelArchive[]> {
  const packages = await packagesIn(folder);
  const holding = new Set<LocalPackage>();
  for (const one of packages) {
    if (!holdsNoImage(one.label.name) && (await firstImage(one)) !== null) holding.add(one);
  }
  const kernels = packages.filter((one) =>
    [one, ...dependenciesAmong(one, packages)].some((part) => holding.has(part)),
  );
  // A package on which another kernel of the folder depends is a part of that.
  const parts = new Set(kernels.flatMap((one) => dependenciesAmong(one, kernels)));
  const whole = kernels
    .filter((one) => !parts.has(one))
    // Modules depend on their kernel too, in Ubuntu's linux-modules-extra, and are none.
    .filter(({ label }) => !holdsNoImage(label.name));
  const known = whole.map(({ file, label }) => ({ file, version: label.version }));
  return [...known, ...(await tarballsIn(folder))];
}

/** Tarballs do not say what they are: they are looked into. */
async function tarballsIn(folder: string): Promise<KernelArchive[]> {
  const found: KernelArchive[] = [];
  for (const name of readdirSync(folder).sort()) {
    const file = path.join(folder, name);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
    if (archiveKind(file) !== 'tar' || holdsNoImage(name)) continue;
    const image = await firstImage({ file, kind: 'tar' });
    if (image !== null) found.push({ file, version: releaseOfPath(image) });
  }
  return found;
}

/** The release that the path of an image in an archive names, or something that comes before all releases. */
export function releaseOfPath(image: string): string {
  return /(?:vmlinuz-|lib\/modules\/)([^/]+)/.exec(image)?.[1] ?? '0';
}

/**
 * The kernel of a folder of archives.
 *
 * @returns null where none of them is a kernel
 * @throws UsageError where there are several, and none is chosen
 */
export async function kernelOfPackages(
  folder: string,
  options: ArchiveOptions,
): Promise<Kernel | null> {
  const kernels = await kernelArchivesIn(folder);
  const { choice, source } = options;
  const fitting = kernels.filter(
    ({ file }) => choice === null || path.basename(file).includes(choice),
  );
  const [only] = fitting.length === 1 ? fitting : kernels;
  if (only === undefined) return null;
  if (kernels.length > 1 && fitting.length !== 1) {
    const names = kernels.map(({ file }) => path.basename(file)).join(', ');
    throw new UsageError(`${source} holds several kernels (${names}): name one`);
  }
  return kernelOfArchive(only.file, options);
}
