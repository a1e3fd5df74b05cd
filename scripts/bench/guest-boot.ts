/** One boot of a kernel, in which a script of our own runs where holerace would. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../../src/files/files-below.js';
import { type FilesystemOrder, toolsOf } from '../../src/filesystems/order.js';
import { FORGET_LINE } from '../../src/guest/early-making.js';
import { InitProgram } from '../../src/guest/init-programs.js';
import { type GuestOrder, GuestPath } from '../../src/guest/order.js';
import { resolveKernel } from '../../src/kernels/resolve.js';
import { needTool } from '../../src/tools.js';
import { chooseAccel } from '../../src/vm/accel.js';
import { makeInitramfs } from '../../src/vm/initramfs.js';
import { GUEST_PARAMETERS } from '../../src/vm/qemu/machine.js';
import { MEMORY_MIB, PMEM_MIB, pmemSetup } from '../../src/vm/qemu/pmem.js';
import { startGuest } from '../../src/vm/qemu/qemu.js';
import { runtimeImage } from '../../src/vm/runtime-image.js';

/** Nobody forges an end mark here. */
const INIT = { token: 'bench', runtimeOnDisk: true };

/** Where the guest's own root, outside of the runtime's, sees the filesystem. */
export const MOUNT = `${GuestPath.RUNTIME}${GuestPath.MOUNT}`;

/** What a benchmark does in a guest. */
export interface GuestBoot {
  readonly kernel: string;
  readonly cpus: number;
  /** Parameters of the kernel, beside those of every guest. */
  readonly parameters?: readonly string[];
  /** What the guest is made for; its filesystem is the first one. */
  readonly order: GuestOrder;
  /** A scratch folder, in which each boot has one of its own. */
  readonly folder: string;
  /** Programs of this machine, linked statically, and the names that they have in the guest's root. */
  readonly programs: Readonly<Record<string, string>>;
  /** Texts, and the names of their files there. */
  readonly texts: Readonly<Record<string, string>>;
  /** Flat folders of this machine, and the names that they have there. */
  readonly folders?: Readonly<Record<string, string>>;
  /** Lines for the guest's shell, which writes what is to be heard to its descriptor 3. */
  readonly script: readonly string[];
  /** After so long the guest is killed. */
  readonly limitSeconds: number;
  /** Takes each line that it writes. */
  readonly hear: (line: string) => void;
}

/**
 * Boots the kernel and has the script run.
 *
 * @throws UsageError where something is missing that the guest needs
 */
export async function bootGuest(boot: GuestBoot): Promise<void> {
  const { cpus } = boot;
  const folder = mkdtempSync(path.join(boot.folder, 'boot-'));
  const kernel = await resolveKernel(boot.kernel);
  const { accel } = await chooseAccel('auto', kernel, folder);
  const mkfsTools = toolsOf(boot.order.filesystems);
  const base = await makeInitramfs(folder, { ...INIT, kernel, order: boot.order, mkfsTools });
  const initramfs = path.join(folder, 'both.cpio');
  const init = readFileSync(path.join(folder, 'initramfs', GuestPath.INIT), 'utf8');
  // A second archive behind the first adds to it, and replaces its /init.
  writeFileSync(
    initramfs,
    Buffer.concat([readFileSync(base), readFileSync(await addedArchive(boot, init, folder))]),
  );
  const { qemu, kernelParameters } = pmemSetup('memmap', MEMORY_MIB, PMEM_MIB);
  const machine = {
    ...{ accel, cpus, image: kernel.image, initramfs, memory: qemu },
    kernelParameters: [...GUEST_PARAMETERS, ...kernelParameters, ...(boot.parameters ?? [])],
    consoleLog: path.join(folder, 'console.log'),
    disk: await runtimeImage(mkfsTools),
  };
  const guest = startGuest(machine, byLines(boot.hear));
  const timer = setTimeout(guest.kill, boot.limitSeconds * 1000);
  await guest.ended;
  clearTimeout(timer);
}

/** The lines that make a filesystem and mount it. */
export function mountLines({ makings, mount }: FilesystemOrder): string[] {
  const { type, source, options } = mount;
  return [
    `${InitProgram.IN_RUNTIME} /bin/${makings[0]?.mkfs.join(' ')} ${source} > /dev/null`,
    `mount -t ${type} -o ${options} ${source} ${MOUNT}`,
  ];
}

/** The line that takes it away again. */
export const UNMOUNT_LINE = `/bin/busybox umount ${MOUNT}`;

/** Lines that run so many times. */
export function repeatedly(rounds: number, lines: readonly string[]): string[] {
  return [`for round in $(/bin/busybox seq ${rounds}); do`, ...lines, 'done'];
}

/** The programs, the texts, and the init with the script in the place of holerace. */
async function addedArchive(
  { programs, texts, folders = {}, script }: GuestBoot,
  init: string,
  folder: string,
): Promise<string> {
  const added = path.join(folder, 'added');
  mkdirSync(added);
  // The modules are loaded in the background, while Node.js starts. The filesystem that is made there is not raced on.
  const lines = ['wait', FORGET_LINE, ...script].join('\n');
  writeFileSync(
    path.join(added, 'init'),
    init.replace(new RegExp(`^${InitProgram.IN_RUNTIME} .*$`, 'm'), () => lines),
  );
  for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(added, name), text);
  for (const [name, file] of Object.entries(programs)) cpSync(file, path.join(added, name));
  for (const [name, from] of Object.entries(folders))
    cpSync(from, path.join(added, name), { recursive: true });
  for (const name of ['init', ...Object.keys(programs)]) chmodSync(path.join(added, name), 0o755);
  const archive = path.join(folder, 'added.cpio');
  const args = ['--create', '--format=newc', '--quiet', `--file=${archive}`];
  const files = ['init', ...Object.keys(programs), ...Object.keys(texts)];
  const inFolders = Object.keys(folders).flatMap((name) => [
    name,
    ...filesBelow(path.join(added, name)).map((file) => path.join(name, file)),
  ]);
  const input = [...files, ...inFolders, ''].join('\n');
  await needTool('packing the benchmark', 'cpio', args, { cwd: added, input });
  return archive;
}

function byLines(hear: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line.trim());
  };
}
