/** Lists of kernels: what stands on the command line, in a file, in a folder, and behind a pattern. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { KERNELS_LIMIT } from '../result/campaign.js';
import { packagesIn, partsOf, readPackage } from './archives/beside.js';
import { kernelArchivesIn, releaseOfPath } from './archives/folder.js';
import { archiveKind } from './archives/kind.js';
import { checkArchitecture, checkMayHoldImage, readLabel } from './archives/label.js';
import { firstImage } from './archives/look.js';
import { unknownPackage } from './debian/debian.js';
import { aptOf, formatDebianName, isPattern, parseDebianName } from './debian/debian-name.js';
import { knownPackages, packagesMatching } from './debian/debian-packages.js';
import { inVersionOrder, type Versioned } from './debian/version-order.js';
import { fileKey } from './file-key.js';
import { readRelease } from './image/bzimage.js';
import { checkKernelName, DEBIAN, isNamed, LAB } from './kernel-name.js';
import { linesOf } from './list-file.js';
import { kernelsOfFolder } from './local/folder.js';
import { IMAGE_PLACES } from './local/releases.js';

/** Lab kernels are of one version: they stay in the order in which they were given. */
const LAB_VERSION = '0';

export interface ListSources {
  /** Each K of the command line, in the user's order. */
  readonly named: readonly string[];
  /** A file with one K a line, or a folder of kernels; null where there is none. */
  readonly from: string | null;
  /** Leave what comes from files, folders and patterns in the order in which it is found. */
  readonly keepOrder: boolean;
}

interface Listed extends Versioned {
  readonly k: string;
}

/**
 * The kernels of a list. Those that are named keep their order; what a pattern, a folder or a file stands
 * for comes in the order of versions.
 *
 * @throws UsageError where a kernel is there twice or not at all, or where there is none
 */
export async function listKernels({ named, from, keepOrder }: ListSources): Promise<string[]> {
  const order = async (list: readonly Listed[]) => (keepOrder ? list : await inVersionOrder(list));
  const list: Listed[] = [];
  for (const k of named) list.push(...(await order(await expand(k))));
  if (from !== null) list.push(...(await order(await expandFrom(from))));
  const kernels = list.map(({ k }) => k);
  if (kernels.length === 0) {
    throw new UsageError('there is no kernel to test: name some, or use --kernels-from');
  }
  if (kernels.length > KERNELS_LIMIT) {
    throw new UsageError(
      `the list holds ${kernels.length} kernels, and a campaign takes ${KERNELS_LIMIT}: give it in parts`,
    );
  }
  for (const k of kernels) checkKernelName(k);
  checkTwice(kernels);
  return kernels;
}

async function expandFrom(from: string): Promise<Listed[]> {
  const stat = statSync(from, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UsageError(`--kernels-from ${from} does not exist: give a file or a folder`);
  }
  if (stat.isDirectory()) return kernelsIn(from);
  const list: Listed[] = [];
  for (const k of linesOf(from)) list.push(...(await expand(k)));
  if (list.length === 0) throw new UsageError(`${from} names no kernel: write one a line`);
  return list;
}

/** What one K stands for: itself, or several kernels. */
async function expand(k: string): Promise<Listed[]> {
  checkKernelName(k);
  if (k.startsWith(LAB)) return [{ k, version: LAB_VERSION }];
  if (k.startsWith(DEBIAN)) return expandDebian(k.slice(DEBIAN.length));
  const stat = statSync(k, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UsageError(
      `the kernel ${k} does not exist: give a file, a folder, debian:PACKAGE or lab:ID`,
    );
  }
  if (stat.isFile()) return [{ k, version: await versionOf(k) }];
  if (!stat.isDirectory())
    throw new UsageError(`the kernel ${k} is neither a file nor a folder: give one of them`);
  const own = ownKernels(k);
  return own.length > 0 ? own : kernelsIn(k);
}

/** The kernels of a folder itself: a single one is the folder, of several each is its image. */
function ownKernels(folder: string): Listed[] {
  const kernels = kernelsOfFolder(folder);
  return kernels.map(({ image, release }) => ({
    k: kernels.length === 1 ? folder : image,
    version: release,
  }));
}

async function expandDebian(text: string): Promise<Listed[]> {
  const asked = parseDebianName(text);
  const apt = await aptOf(asked);
  const { name } = asked;
  if (isPattern(name)) {
    const found = await packagesMatching(asked, apt);
    return found.map((one) => ({
      k: `${DEBIAN}${formatDebianName({ ...asked, name: one.name })}`,
      version: one.version,
    }));
  }
  const [known] = await knownPackages([name], apt);
  if (known === undefined) throw unknownPackage(text);
  return [{ k: `${DEBIAN}${text}`, version: known.version }];
}

/** The kernels in a folder: bzImages, packages and tarballs, and folders that hold kernels. */
async function kernelsIn(folder: string): Promise<Listed[]> {
  const list: Listed[] = [];
  for (const name of readdirSync(folder)) list.push(...plainKernels(path.join(folder, name)));
  for (const { file, version } of await kernelArchivesIn(folder)) list.push({ k: file, version });
  if (list.length > 0) return list.sort((one, other) => (one.k < other.k ? -1 : 1));
  throw new UsageError(
    `${folder} holds no kernel: it needs bzImages, packages, tarballs, or folders with a kernel each`,
  );
}

/** The kernels of an image or a folder, none where it is neither. */
function plainKernels(k: string): Listed[] {
  try {
    const stat = statSync(k);
    if (stat.isDirectory()) return ownKernels(k);
    return stat.isFile() && archiveKind(k) === null ? [{ k, version: readRelease(k) }] : [];
  } catch {
    // No kernel: it was not named.
    return [];
  }
}

/**
 * The version of a kernel that lies on disk.
 *
 * @throws UsageError where it surely is none
 */
async function versionOf(file: string): Promise<string> {
  const kind = archiveKind(file);
  if (kind === null) return readRelease(file);
  const label = await readLabel(file, kind);
  if (label !== null) {
    checkArchitecture(file, label);
    checkMayHoldImage(file, label);
    return label.version;
  }
  const image = await firstImage({ file, kind });
  if (image !== null) return releaseOfPath(image);
  throw new UsageError(`${file} holds no kernel (${IMAGE_PLACES}): give another archive`);
}

/** One kernel twice would be two that differ. */
function checkTwice(kernels: readonly string[]): void {
  const seen = new Set<string>();
  for (const k of kernels) {
    const name = isNamed(k) ? k : path.resolve(k);
    if (seen.has(name)) {
      throw new UsageError(`the kernel ${k} is in the list twice: give each kernel once`);
    }
    seen.add(name);
  }
}

/** A short key that changes when the files that a K stands for are replaced; empty for a K that is no file. */
export async function stampOf(k: string): Promise<string> {
  if (isNamed(k)) return '';
  if (statSync(k).isDirectory()) return fileKey(...kernelsOfFolder(k).map(({ image }) => image));
  const own = await readPackage(k);
  if (own === null) return fileKey(k);
  const beside = await packagesIn(path.dirname(k));
  const parts = partsOf(
    own,
    beside.filter(({ file }) => file !== k),
  );
  return fileKey(k, ...parts.map(({ file }) => file));
}
