/** What init does by programs of system calls alone: folders, mounts, modules, the random pool, the end. */
import path from 'node:path';
import {
  type Beside,
  becomingProgram,
  type Call,
  callsProgram,
  OPENED,
  Sys,
  WAIT_FOR_BESIDE,
} from './calls.js';
import { seedEntropy } from './entropy.js';
import { GuestPath, RESULT_PORT, RUNTIME_DISK } from './order.js';

/** Where they lie in the guest's own root. */
export const InitProgram = {
  PREPARE: '/prepare',
  MOUNT: '/mount-runtime',
  LOAD_MODULES: '/load-modules',
  /** Runs a program of the runtime in the runtime's root: as chroot does, in one process less. */
  IN_RUNTIME: '/in-runtime',
  END: '/end',
} as const;

export interface InitProgramsOptions {
  /** The file names of the modules that the runtime's disk needs, in the order in which they load. */
  readonly diskModules: readonly string[];
  /** Those that the filesystem on it needs: they load beside the others, on another cpu. */
  readonly diskFilesystemModules: readonly string[];
  /** The other modules, in the order in which they load: while Node.js starts on another cpu. */
  readonly modules: readonly string[];
  /** Whether the runtime comes on a disk, or lies in the initramfs. */
  readonly runtimeOnDisk: boolean;
  /** What the guest is told to do. */
  readonly order: string;
}

/** Read ahead of the runtime's disk: Node.js is one file of a hundred megabytes, touched all over. */
const READ_AHEAD_KIB = 4096;
/** Beyond the end of any file on it. */
const WHOLE_FILE_BYTES = 0x7ffff000;

/** open(2), mount(2), stat(2). */
const O_RDONLY = 0;
const O_WRONLY = 1;
const O_RDWR = 2;
const O_CREAT = 0o100;
const MS_RDONLY = 1;
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

/** Each program and what it is made of. */
export function initPrograms(options: InitProgramsOptions): Readonly<Record<string, Buffer>> {
  const { diskModules, diskFilesystemModules, modules } = options;
  return {
    [InitProgram.PREPARE]: callsProgram([
      ...['/proc', '/sys', '/dev'].map(makeFolder),
      ...mountSystem(''),
      ...leaveProbesAsTheyAre(),
      ...passBytesAsTheyAre(RESULT_PORT),
      ...seedEntropy(),
      { beside: diskFilesystemModules.flatMap(loadModule) },
      ...diskModules.flatMap(loadModule),
      WAIT_FOR_BESIDE,
    ]),
    [InitProgram.MOUNT]: callsProgram(mountRuntime(options)),
    [InitProgram.LOAD_MODULES]: callsProgram(modules.flatMap(loadModule)),
    [InitProgram.IN_RUNTIME]: becomingProgram([
      { number: Sys.CHDIR, args: [GuestPath.RUNTIME], needed: true },
      { number: Sys.CHROOT, args: ['.'], needed: true },
    ]),
    [InitProgram.END]: callsProgram([reset()]),
  };
}

function mountRuntime({ runtimeOnDisk, order }: InitProgramsOptions): (Call | Beside)[] {
  const { RUNTIME, TMP, ORDER } = GuestPath;
  const readAheadFile = `/sys/block/${path.basename(RUNTIME_DISK)}/queue/read_ahead_kb`;
  const disk: Call[] = [
    { ...mount(RUNTIME_DISK, RUNTIME, 'ext4', MS_RDONLY), needed: true },
    ...write(readAheadFile, O_WRONLY, `${READ_AHEAD_KIB}\n`),
  ];
  return [
    ...(runtimeOnDisk ? [...disk, { beside: readAhead(`${RUNTIME}${GuestPath.NODE}`) }] : []),
    mount('tmp', `${RUNTIME}${TMP}`, 'tmpfs'),
    mount('mnt', `${RUNTIME}${GuestPath.MOUNT}`, 'tmpfs'),
    ...mountSystem(RUNTIME),
    ...write(`${RUNTIME}${TMP}${ORDER}`, O_WRONLY | O_CREAT, order),
  ];
}

/** Brings a file into the page cache: its process is on one cpu while Node.js starts on another (readahead(2) waits for the disk). */
function readAhead(file: string): Call[] {
  return [
    { number: Sys.OPEN, args: [file, O_RDONLY], opens: true },
    { number: Sys.READAHEAD, args: [OPENED, 0, WHOLE_FILE_BYTES] },
  ];
}

/** What every root has. */
function mountSystem(root: string): Call[] {
  return [
    mount('dev', `${root}/dev`, 'devtmpfs'),
    mount('proc', `${root}/proc`, 'proc'),
    mount('sys', `${root}/sys`, 'sysfs'),
  ];
}

function makeFolder(folder: string): Call {
  return { number: Sys.MKDIR, args: [folder, FOLDER_MODE] };
}

function mount(source: string, place: string, type: string, flags = 0): Call {
  const failed = `holerace: ${source} could not be mounted on ${place}`;
  return { number: Sys.MOUNT, args: [source, place, type, flags, 0], failed };
}

/** @param isTold whether it is said where the file is not there, or does not take it */
function write(file: string, flags: number, text: string, isTold = true): Call[] {
  const bytes = Buffer.from(text);
  const told = isTold ? { failed: `holerace: ${file} could not be written` } : {};
  return [
    { number: Sys.OPEN, args: [file, flags, FILE_MODE], opens: true },
    { number: Sys.WRITE, args: [OPENED, bytes, bytes.length], ...told },
    { number: Sys.CLOSE, args: [OPENED] },
  ];
}

/**
 * The kernel makes jumps of probes some jiffies after they were set, all but those that ftrace has at a function's entry: under
 * the lock that the next probe has to take, and until no task can be in what it patches (kernel/kprobes.c, kprobe_optimizer(),
 * synchronize_rcu_tasks()). A strategy that goes from one to the next would wait for that each time (docs/performance.md).
 */
function leaveProbesAsTheyAre(): Call[] {
  return write('/proc/sys/debug/kprobes-optimization', O_WRONLY, '0\n', false);
}

/** One that is there already, or is not for this machine, is refused: what lacks then is told by who needs it. */
function loadModule(name: string): Call[] {
  const failed = `holerace: the module ${name} could not be loaded`;
  return [
    { number: Sys.OPEN, args: [`${GuestPath.MODULES}/${name}`, O_RDONLY], opens: true },
    { number: Sys.FINIT_MODULE, args: [OPENED, '', 0], failed },
    { number: Sys.CLOSE, args: [OPENED] },
  ];
}

/** ioctl_tty(2), asm-generic/termbits.h: the calls, and the flags of control. */
const TCSETS = 0x5402;
const B9600 = 0o15;
const CS8 = 0o60;
const CREAD = 0o200;
const HUPCL = 0o2000;
const CLOCAL = 0o4000;
/** struct termios: four words of flags, a byte, and 19 characters, of which VMIN is the seventh. */
const TERMIOS_BYTES = 36;
const CONTROL_AT = 8;
const VMIN_AT = 17 + 6;

/** A serial port without echo, lines and signals, as `stty raw -echo` makes it. */
function passBytesAsTheyAre(port: string): Call[] {
  const termios = Buffer.alloc(TERMIOS_BYTES);
  termios.writeUInt32LE(B9600 | CS8 | CREAD | HUPCL | CLOCAL, CONTROL_AT);
  termios[VMIN_AT] = 1;
  return [
    { number: Sys.OPEN, args: [port, O_RDWR], opens: true },
    {
      number: Sys.IOCTL,
      args: [OPENED, TCSETS, termios],
      failed: `holerace: ${port} could not be set`,
    },
    { number: Sys.CLOSE, args: [OPENED] },
  ];
}

/** reboot(2): QEMU runs with -no-reboot, so this ends it, on machines without ACPI too. */
function reset(): Call {
  const LINUX_REBOOT_MAGIC1 = 0xfee1dead;
  const LINUX_REBOOT_MAGIC2 = 0x28121969;
  const LINUX_REBOOT_CMD_RESTART = 0x01234567;
  const args = [LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_RESTART];
  return { number: Sys.REBOOT, args, failed: 'holerace: the guest could not be ended' };
}
