/** The guest's initramfs: busybox, the init script, the kernel's modules and the order. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { execa } from 'execa';
import { UsageError } from '../errors.js';
import { copyFile } from '../files/copy-file.js';
import { earlyLines } from '../guest/early-making.js';
import { INIT_APPLETS, initScript } from '../guest/init.js';
import { type InitProgramsOptions, initPrograms } from '../guest/init-programs.js';
import {
  type GuestNeeds,
  type GuestOrder,
  GuestPath,
  type ProgramOrder,
  RESULT_PORT,
} from '../guest/order.js';
import type { Kernel } from '../kernels/kernel.js';
import { lackingModules } from '../kernels/modules/lacking.js';
import { modulesInOrder } from '../kernels/modules/order.js';
import { missingTool, needTool, toolInterruption } from '../tools.js';
import { copyRuntime, findProgram, sharedLibraries } from './runtime-image.js';

/** Whatever the persistent memory is. */
type ForAll = 'always' | 'disk' | 'diskFilesystem';

/** What a guest may need, in the order in which it is asked for; what it lacks or has built in is passed over. */
const MODULES: Readonly<Record<GuestOrder['pmem'] | ForAll, readonly string[]>> = {
  always: ['crc32c_generic'],
  disk: ['virtio_pci', 'virtio_blk'],
  diskFilesystem: ['ext4'],
  memmap: ['nd_e820', 'nd_pmem'],
  'virtio-pmem': ['virtio_pci', 'virtio_pmem', 'nd_pmem'],
  nvdimm: ['nfit', 'nd_pmem'],
  'nvdimm-raw': ['nfit', 'nd_pmem'],
};

/** A module is smaller than this, unpacked. */
const MODULE_LIMIT_BYTES = 64 * 1024 ** 2;

export interface InitramfsOptions {
  readonly kernel: Kernel;
  readonly order: GuestOrder | ProgramOrder;
  readonly token: string;
  readonly runtimeOnDisk: boolean;
  /** The file of the program that the order asks for, statically linked; none where it asks for a race. */
  readonly program?: string | undefined;
  /** The mkfs programs that the runtime holds. */
  readonly mkfsTools: readonly string[];
}

/**
 * Makes the initramfs of one boot.
 *
 * @param folder a scratch folder, which it may fill
 * @returns the cpio archive in it
 */
export async function makeInitramfs(folder: string, options: InitramfsOptions): Promise<string> {
  const root = path.join(folder, 'initramfs');
  const runtime = path.join(root, GuestPath.RUNTIME);
  for (const below of ['bin', GuestPath.MODULES, GuestPath.RUNTIME])
    mkdirSync(path.join(root, below), { recursive: true });
  const modules = await copyModules(root, options);
  await copyBusybox(root);
  const { token, runtimeOnDisk, program } = options;
  const runsProgram = program !== undefined;
  const staysUp = 'staysUp' in options.order && options.order.staysUp === true;
  writeExecutable(
    path.join(root, GuestPath.INIT),
    initScript({ token, staysUp, runtimeOnDisk, runsProgram, early: earlyLines(options.order) }),
  );
  if (runsProgram) writeExecutable(path.join(root, GuestPath.GIVEN), readFileSync(program));
  const order = JSON.stringify(options.order);
  const programs = initPrograms({ ...modules, runtimeOnDisk, order });
  for (const [name, bytes] of Object.entries(programs))
    writeExecutable(path.join(root, name), bytes);
  if (!runtimeOnDisk) await copyRuntime(options.mkfsTools, runtime);
  return archive(root, path.join(folder, 'initramfs.cpio'));
}

/** What a guest says that boots and powers off. */
export const EMPTY_GUEST_WORD = 'booted';

/** An initramfs that does nothing but say so and power off: for the probe of an accelerator, and for measuring. */
export async function makeEmptyInitramfs(folder: string): Promise<string> {
  const root = path.join(folder, 'empty-initramfs');
  mkdirSync(path.join(root, 'bin'), { recursive: true });
  await copyBusybox(root);
  writeExecutable(path.join(root, GuestPath.INIT), EMPTY_INIT);
  return archive(root, path.join(folder, 'empty-initramfs.cpio'));
}

/** The script of a guest that boots and powers off. Its commands are no applets that the guest's own init calls. */
export const EMPTY_INIT = `#!/bin/sh
/bin/busybox mkdir -p /dev
/bin/busybox mount -t devtmpfs dev /dev
echo ${EMPTY_GUEST_WORD} > ${RESULT_PORT}
exec /bin/busybox reboot -f
`;

function writeExecutable(file: string, content: string | Buffer): void {
  writeFileSync(file, content);
  chmodSync(file, 0o755);
}

async function copyBusybox(root: string): Promise<void> {
  const busybox = findProgram('busybox');
  copyFile(busybox, path.join(root, 'bin/busybox'));
  for (const applet of INIT_APPLETS) symlinkSync('busybox', path.join(root, 'bin', applet));
  for (const library of await sharedLibraries([busybox])) {
    copyFile(library, path.join(root, library));
  }
}

type GuestModules = Pick<InitProgramsOptions, 'diskModules' | 'diskFilesystemModules' | 'modules'>;

/** Copies and unpacks the modules, numbered in the order in which they load. Returns their names. */
async function copyModules(
  root: string,
  { kernel, order, runtimeOnDisk }: InitramfsOptions,
): Promise<GuestModules> {
  const { modulesRoot, release } = kernel;
  if (modulesRoot === null) {
    checkLacking(kernel, order, []);
    return { diskModules: [], diskFilesystemModules: [], modules: [] };
  }
  const filesOf = (wanted: readonly string[]) => modulesInOrder(modulesRoot, release, wanted);
  const diskFiles = runtimeOnDisk ? await filesOf(MODULES.disk) : [];
  const filesystem = [...MODULES.always, ...MODULES.diskFilesystem];
  const filesystemFiles = runtimeOnDisk ? await filesOf(filesystem) : [];
  const ofFilesystems = order.filesystems.flatMap((filesystem) => filesystem.modules);
  const others = await filesOf([...MODULES.always, ...MODULES[order.pmem], ...ofFilesystems]);
  const files = [...new Set([...diskFiles, ...filesystemFiles, ...others])];
  checkLacking(kernel, order, files);
  const names = new Map<string, string>();
  for (const [index, file] of files.entries()) {
    const plain = path.basename(file).replace(/\.(?:xz|zst|gz)$/, '');
    const name = `${String(index).padStart(2, '0')}-${plain}`;
    if (!/^[0-9a-z_.-]+$/i.test(name))
      throw new UsageError(`the module ${file} has a name that no module has`);
    writeFileSync(path.join(root, GuestPath.MODULES, name), await unpackModule(file));
    names.set(file, name);
  }
  const namesOf = (some: readonly string[]) => some.map((file) => names.get(file) ?? '');
  const early = new Set([...diskFiles, ...filesystemFiles]);
  return {
    diskModules: namesOf(diskFiles),
    diskFilesystemModules: namesOf(filesystemFiles.filter((file) => !diskFiles.includes(file))),
    modules: namesOf(others.filter((file) => !early.has(file))),
  };
}

/**
 * Says before a boot that the kernel cannot do without modules that are not there.
 *
 * @throws UsageError where its configuration says so
 */
function checkLacking(
  { config, source }: Kernel,
  { pmem, filesystems }: GuestNeeds,
  files: readonly string[],
): void {
  const own = filesystems.flatMap(({ neededModules }) => neededModules);
  const lacking = lackingModules(config, [...MODULES[pmem], ...own], files);
  if (lacking.length === 0) return;
  throw new UsageError(
    `the configuration of ${source} makes modules of ${lacking.join(' and ')}, which are not there or are of another build: build them too (make bzImage modules), or name them with --modules`,
  );
}

/** A module's bytes: a kernel need not be able to unpack them. */
async function unpackModule(file: string): Promise<Buffer> {
  if (file.endsWith('.gz'))
    return gunzipSync(readFileSync(file), { maxOutputLength: MODULE_LIMIT_BYTES });
  if (file.endsWith('.xz')) return unpackWith('xz', file);
  if (file.endsWith('.zst')) return unpackWith('zstd', file);
  return readFileSync(file);
}

async function unpackWith(tool: string, file: string): Promise<Buffer> {
  const options = {
    encoding: 'buffer',
    reject: false,
    maxBuffer: MODULE_LIMIT_BYTES,
    ...toolInterruption(),
  } as const;
  const result = await execa(tool, ['-dcq', file], options);
  if (result.code === 'ENOENT') throw missingTool(tool);
  if (result.failed)
    throw new UsageError(`the module ${file} cannot be unpacked: fetch the kernel again`);
  return Buffer.from(result.stdout);
}

/** Packs a folder as the kernel wants it (Documentation/driver-api/early-userspace/buffer-format.rst). */
async function archive(root: string, file: string): Promise<string> {
  const input = (await needTool('listing the initramfs', 'find', ['.'], { cwd: root })).concat(
    '\n',
  );
  const args = ['--create', '--format=newc', '--owner=0:0', '--quiet', `--file=${file}`];
  await needTool('packing the initramfs', 'cpio', args, { cwd: root, input });
  return file;
}
