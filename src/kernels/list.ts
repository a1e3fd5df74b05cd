/** Lists of kernels: what stands on the command line, in a file, in a folder, and behind a pattern. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UsageError } from '../errors.js';
import { needTool } from '../tools.js';
import { unknownPackage } from './debian/debian.js';
import { aptOf, formatDebianName, isPattern, parseDebianName } from './debian/debian-name.js';
import { knownPackages, packagesMatching } from './debian/debian-packages.js';
import { inVersionOrder, type Versioned } from './debian/version-order.js';
import { fileKey } from './file-key.js';
import { readRelease } from './image/bzimage.js';
import { imageOfFolder } from './local/folder.js';

const DEBIAN = 'debian:';
const LAB = 'lab:';
/** No list of kernels needs more. */
const LIST_FILE_LIMIT_BYTES = 1024 ** 2;
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

/** The lines of a file, without comments and empty ones. */
function linesOf(file: string): string[] {
  if (statSync(file).size > LIST_FILE_LIMIT_BYTES) {
    throw new UsageError(`${file} is too long for a list of kernels: write one a line`);
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${messageOf(error)}): give another file`);
  }
  if (text.includes('\0')) {
    throw new UsageError(`${file} is no text: --kernels-from takes a file with one kernel a line`);
  }
  return text
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** What one K stands for: itself, or several kernels. */
async function expand(k: string): Promise<Listed[]> {
  if (k.startsWith(LAB)) return [{ k, version: LAB_VERSION }];
  if (k.startsWith(DEBIAN)) return expandDebian(k.slice(DEBIAN.length));
  const stat = statSync(k, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UsageError(
      `the kernel ${k} does not exist: give a file, a folder, debian:PACKAGE or lab:ID`,
    );
  }
  if (stat.isDirectory() && imageOfFolder(k) === null) return kernelsIn(k);
  return [{ k, version: await versionOf(k) }];
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

/** The kernels in a folder: bzImages, .deb files, and folders that hold a kernel. */
async function kernelsIn(folder: string): Promise<Listed[]> {
  const list: Listed[] = [];
  for (const name of readdirSync(folder).sort()) {
    const k = path.join(folder, name);
    const version = await versionOf(k).catch(() => null);
    if (version !== null) list.push({ k, version });
  }
  if (list.length > 0) return list;
  throw new UsageError(
    `${folder} holds no kernel: it needs bzImages, .deb files, or folders with a kernel each`,
  );
}

/** The version of a kernel that lies on disk. */
async function versionOf(k: string): Promise<string> {
  if (k.endsWith('.deb')) {
    const field = await needTool(`reading ${k}`, 'dpkg-deb', ['--field', k, 'Version']);
    return field.trim();
  }
  if (!statSync(k).isDirectory()) return readRelease(k);
  const image = imageOfFolder(k);
  if (image === null) throw new UsageError(`${k} holds no kernel`);
  return readRelease(image);
}

/** One kernel twice would be two that differ. */
function checkTwice(kernels: readonly string[]): void {
  const seen = new Set<string>();
  for (const k of kernels) {
    const name = k.startsWith(DEBIAN) || k.startsWith(LAB) ? k : path.resolve(k);
    if (seen.has(name)) {
      throw new UsageError(`the kernel ${k} is in the list twice: give each kernel once`);
    }
    seen.add(name);
  }
}

/** A short key that changes when the file that a K stands for is replaced; empty for a K that is no file. */
export function stampOf(k: string): string {
  if (k.startsWith(DEBIAN) || k.startsWith(LAB)) return '';
  const image = statSync(k).isDirectory() ? imageOfFolder(k) : k;
  return image === null ? '' : fileKey(image);
}
