/** A kernel out of archives: packages of Debian's or RPM's, Arch's, and tarballs. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UsageError } from '../../errors.js';
import { cached } from '../../files/cache.js';
import { tellStep } from '../../steps.js';
import { fileKey } from '../file-key.js';
import type { Kernel, ReleaseChoice } from '../kernel.js';
import { kernelInPlace } from '../local/image.js';
import { chosenRelease, IMAGE_PLACES, type Release, releasesIn } from '../local/releases.js';
import { indexModules } from '../modules/stage.js';
import { MODULE_FOLDERS_KEY } from '../modules/wanted.js';
import { type LocalPackage, packagesIn, partsOf, readPackage } from './beside.js';
import { type Archive, archiveKind } from './kind.js';
import { checkArchitecture, checkMayHoldImage } from './label.js';
import { unpack } from './unpack.js';

export interface ArchiveOptions {
  /** What to call the kernel in the result. */
  readonly source: string;
  readonly choice: ReleaseChoice;
  /** Packages that make the kernel whole, beside those that lie in the same folder and belong to it. */
  readonly parts: readonly string[];
}

/**
 * The kernel of an archive on disk, with what belongs to it and lies beside it; unpacked into the cache, unless it is
 * there.
 *
 * @throws UsageError where it holds no kernel, or several and none is chosen, or is not to be trusted
 */
export async function kernelOfArchive(file: string, options: ArchiveOptions): Promise<Kernel> {
  const parts = await archivesOf(options.parts);
  const own = await readPackage(file);
  if (own === null) return kernelOfArchives([archiveOf(file), ...parts], options);
  checkArchitecture(file, own.label);
  checkMayHoldImage(file, own.label);
  const beside = (await packagesIn(path.dirname(file))).filter((other) => other.file !== file);
  const named = (await Promise.all(options.parts.map(readPackage))).filter((one) => one !== null);
  const belonging: readonly LocalPackage[] = partsOf(own, [...named, ...beside]);
  const all = new Map([own, ...parts, ...belonging].map((one) => [path.resolve(one.file), one]));
  return kernelOfArchives([...all.values()], options);
}

/**
 * The kernel of some archives that belong together.
 *
 * @param archives the one that the user has named comes first
 */
export async function kernelOfArchives(
  archives: readonly Archive[],
  { source, choice }: Pick<ArchiveOptions, 'source' | 'choice'>,
): Promise<Kernel> {
  const [first] = archives;
  if (first === undefined) throw new RangeError('a kernel of no archives');
  const folder = await unpacked(archives, async (draft) => {
    const held = await unpackAll(archives, draft);
    const releases = releasesOfArchive(draft, first.file);
    if (releases.length === 0) throw await noKernel(first.file, held);
    await only(releases, choice, source);
  });
  const { image, release } = await only(releasesIn(folder), choice, source);
  return kernelInPlace(image, release, source, folder);
}

/**
 * The modules of some archives, unpacked.
 *
 * @returns a folder that holds lib/modules/RELEASE
 * @throws UsageError where they hold none of that release
 */
export async function modulesOfArchives(
  files: readonly string[],
  release: string,
): Promise<string> {
  const archives = await archivesOf(files);
  const folder = await unpacked(
    archives,
    async (draft) => {
      for (const archive of archives) await unpack(archive, draft, false);
    },
    'modules',
  );
  const modules = path.join(folder, 'lib/modules');
  if (existsSync(path.join(modules, release, 'kernel'))) return folder;
  const there = existsSync(modules) ? `, only of ${readdirSync(modules).join(' and ')}` : '';
  throw new UsageError(
    `${files.join(' and ')} holds no modules of ${release}${there}: give the package with lib/modules/${release}`,
  );
}

async function archivesOf(files: readonly string[]): Promise<Archive[]> {
  return files.map(archiveOf);
}

function archiveOf(file: string): Archive {
  const kind = archiveKind(file);
  if (kind !== null) return { file, kind };
  throw new UsageError(`${file} is no archive: give a package or a tarball`);
}

/** A folder of the cache into which archives are unpacked, with the dependencies of all modules worked out. */
async function unpacked(
  archives: readonly Archive[],
  fill: (draft: string) => Promise<void>,
  group: 'kernels' | 'modules' = 'kernels',
): Promise<string> {
  const files = archives.map(({ file }) => file);
  const name = path.basename(files[0] ?? '').replace(/[^\w.+~-]/g, '_');
  const key = `${fileKey(...files)}${MODULE_FOLDERS_KEY}`;
  return cached(`${group}/${name.replace(/\.deb$/, '')}-${key}`, async (draft) => {
    tellStep(`unpacking ${files.map((file) => path.basename(file)).join(', ')}`);
    mkdirSync(draft, { recursive: true });
    await fill(draft);
    const modules = path.join(draft, 'lib/modules');
    for (const release of existsSync(modules) ? readdirSync(modules) : [])
      await indexModules(draft, release);
  });
}

/** Unpacks all; images from the first that has any, for others may be built from the same source. */
async function unpackAll(archives: readonly Archive[], draft: string): Promise<string> {
  let held = '';
  for (const archive of archives) {
    const holdings = await unpack(archive, draft, !hasImage(draft));
    held ||= holdings;
  }
  return held;
}

/** What was unpacked; an image that cannot be booted is told by its place in the archive. */
function releasesOfArchive(draft: string, file: string): Release[] {
  try {
    return releasesIn(draft);
  } catch (error) {
    throw new UsageError(messageOf(error).replaceAll(`${draft}/`, `${file}: `));
  }
}

function hasImage(draft: string): boolean {
  try {
    return releasesIn(draft).length > 0;
  } catch {
    // An image that cannot be booted: told once all is unpacked.
    return true;
  }
}

/** The kernel that is meant: an archive has no newest one, for nobody looks into it before. */
async function only(
  releases: readonly Release[],
  choice: ReleaseChoice,
  source: string,
): Promise<Release> {
  if (choice === null && releases.length > 1) {
    const there = releases.map(({ release }) => release).join(', ');
    throw new UsageError(
      `${source} holds several kernels (${there}): choose one with vm --release, or unpack it`,
    );
  }
  return chosenRelease(releases, choice, source);
}

async function noKernel(file: string, held: string): Promise<UsageError> {
  const label = (await readPackage(file))?.label;
  const what = label === undefined ? '' : ` it is ${label.name}, "${label.summary}", and`;
  return new UsageError(
    `${file} holds no kernel (${IMAGE_PLACES}):${what} ${held}; give the package of the image`,
  );
}
