/**
 * The runtime that travels into the guest: Node.js, the compiled program, its native libraries,
 * mkfs, and every shared library that these need, all from this host.
 *
 * It is a disk image, of which a guest reads only the blocks that it touches; unpacking the same bytes
 * from an initramfs costs an emulated guest several seconds.
 */
import { existsSync, mkdirSync, realpathSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors.js';
import { cached, prune } from '../files/cache.js';
import { copyFile } from '../files/copy-file.js';
import { filesBelow } from '../files/files-below.js';
import { makeScratch } from '../files/scratch.js';
import { GuestPath } from '../guest/order.js';
import { fileKey } from '../kernels/file-key.js';
import { koffiBinaryFolder } from '../native/koffi-folder.js';
import { mappingHere } from '../native/mmap.js';
import { mmapIoFiles } from '../native/mmap-io.js';
import { tellStep } from '../steps.js';
import { needTool, TOOL_PATH } from '../tools.js';
import { addCodeCaches } from './code-cache.js';

/** The folder that holds package.json and build/. */
const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** Room for the filesystem's own tables beside the files. */
const SLACK_BYTES = 16 * 1024 ** 2;
/** Images in the cache, of a hundred megabytes each: one for each set of filesystems and build of holerace. */
const IMAGES_KEPT = 4;
/** Mount points and folders that the guest's init expects in the runtime's root. */
const EMPTY_FOLDERS = ['proc', 'sys', 'dev', 'mnt', 'tmp'] as const;

/** Where the bundles lie in the runtime's root. */
const GUEST_PROGRAMS = path.dirname(GuestPath.PROGRAM);

/** A file of the host, and where it goes in the runtime's root. */
interface Item {
  readonly from: string;
  readonly to: string;
}

/**
 * The runtime as an ext4 image in the cache, with features that every kernel mounts.
 *
 * @param mkfsTools the mkfs programs that the guest will call
 */
export async function runtimeImage(mkfsTools: readonly string[]): Promise<string> {
  const items = await runtimeItems(mkfsTools);
  const key = fileKey(...items.map(({ from }) => from));
  const image = await cached(`runtime/${key}.ext4`, async (draft) => {
    tellStep("making the disk with the guest's runtime");
    const scratch = makeScratch('runtime');
    const root = scratch.folder;
    try {
      await fill(items, root);
      const bytes = items.reduce((sum, { from }) => sum + statSync(from).size, SLACK_BYTES);
      const kibibytes = `${Math.ceil((bytes * 1.1) / 1024)}k`;
      const features = 'none,extent,filetype,large_file';
      const args = ['-q', '-F', '-b', '4096', '-O', features, '-d', root, draft, kibibytes];
      await needTool("making the guest's runtime image", 'mkfs.ext4', args);
    } finally {
      scratch.remove();
    }
  });
  keepNewest(image);
  return image;
}

/** Marks an image as used, and makes room. In a cache that cannot be written, all stays as it is. */
function keepNewest(image: string): void {
  const now = new Date();
  try {
    utimesSync(image, now, now);
    prune(path.dirname(image), IMAGES_KEPT);
  } catch {
    // Only room is lost.
  }
}

/** Copies the runtime below a folder: for kernels that cannot read a disk. */
export async function copyRuntime(mkfsTools: readonly string[], root: string): Promise<void> {
  await fill(await runtimeItems(mkfsTools), root);
}

async function fill(items: readonly Item[], root: string): Promise<void> {
  for (const folder of EMPTY_FOLDERS) mkdirSync(path.join(root, folder), { recursive: true });
  for (const { from, to } of items) copyFile(from, path.join(root, to));
  await addCodeCaches(path.join(root, GUEST_PROGRAMS), process.execPath);
}

async function runtimeItems(mkfsTools: readonly string[]): Promise<Item[]> {
  const programs: Item[] = [
    { from: process.execPath, to: GuestPath.NODE },
    { from: findProgram('busybox'), to: '/bin/busybox' },
    ...mkfsTools.map((tool) => ({ from: findProgram(tool), to: `/bin/${tool}` })),
  ];
  const modules = [
    ...placed(koffiBinaryFolder(), '/holerace/node_modules/@koromix/koffi-linux-x64', /linux_x64/),
    ...mmapIoItems(),
  ];
  const builtins = externalBuiltins(process.config.target_defaults.defines);
  const program = [
    ...placed(path.join(PROJECT, 'build/guest'), GUEST_PROGRAMS, /\.js(?:on)?$/),
    { from: path.join(PROJECT, 'package.json'), to: '/holerace/package.json' },
  ];
  const binaries = [...programs, ...modules.filter(({ from }) => from.endsWith('.node'))];
  const libraries = await sharedLibraries(binaries.map(({ from }) => from));
  return [
    ...programs,
    ...modules,
    ...program,
    ...[...builtins, ...libraries].map((file) => ({ from: file, to: file })),
  ];
}

/** mmap-io where it maps files on this host: without it the guest maps them through koffi, as the host does. */
function mmapIoItems(): Item[] {
  if (mappingHere().mapping === 'koffi') return [];
  const { folder, binary } = mmapIoFiles();
  return ['package.json', binary].map((file) => ({
    from: path.join(folder, file),
    to: path.join('/holerace/node_modules/mmap-io', file),
  }));
}

/** The files below a folder whose relative path matches, and where they go. */
function placed(folder: string, to: string, wanted: RegExp): Item[] {
  return filesBelow(folder)
    .filter((relative) => wanted.test(relative))
    .map((relative) => ({ from: path.join(folder, relative), to: path.join(to, relative) }));
}

/**
 * The files that a Node.js reads at its start, and does not start without: Debian and Ubuntu build theirs with
 * some of its own modules outside of the binary (`configure --shared-builtin-…-path` in Node.js's
 * configure.py, AddExternalizedBuiltin in its src/node_builtins.cc).
 *
 * @param defines what it was compiled with, as process.config tells it
 */
export function externalBuiltins(defines: readonly unknown[]): string[] {
  return defines.flatMap((define) => {
    const file = /^NODE_SHARED_BUILTIN_\w+_PATH="?(\/[^"]+)"?$/.exec(String(define))?.[1];
    return file === undefined ? [] : [file];
  });
}

/** A program of this host, by its name. */
export function findProgram(name: string): string {
  for (const folder of TOOL_PATH.split(':')) {
    const file = path.join(folder, name);
    if (folder !== '' && existsSync(file)) return realpathSync(file);
  }
  throw new UsageError(`${name} is not installed, and the guest needs it: run scripts/quickstart`);
}

/** The shared libraries of some binaries, the loader included, at the paths where they are sought. */
export async function sharedLibraries(binaries: readonly string[]): Promise<string[]> {
  const libraries = new Set<string>();
  for (const binary of binaries) {
    const output = await needTool(`finding the libraries of ${binary}`, 'ldd', [binary]);
    for (const match of output.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)) {
      if (match[1] !== undefined) libraries.add(match[1]);
    }
  }
  return [...libraries];
}
