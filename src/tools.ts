/** The programs of others that holerace runs, and which Debian package holds each. */
import { execa } from 'execa';
import { UsageError } from './errors.js';
import { interruption } from './interruption.js';

const PACKAGES: Readonly<Record<string, string>> = {
  'apt-get': 'apt',
  'apt-cache': 'apt',
  bsdtar: 'libarchive-tools',
  busybox: 'busybox',
  cc: 'gcc',
  cpio: 'cpio',
  depmod: 'kmod',
  dpkg: 'dpkg',
  dumpe2fs: 'e2fsprogs',
  'dpkg-deb': 'dpkg',
  flock: 'util-linux',
  git: 'git',
  ldd: 'libc-bin',
  make: 'make',
  'mkfs.btrfs': 'btrfs-progs',
  'mkfs.exfat': 'exfatprogs',
  'mkfs.f2fs': 'f2fs-tools',
  'mkfs.ntfs': 'ntfs-3g',
  'mkfs.ext4': 'e2fsprogs',
  'mkfs.xfs': 'xfsprogs',
  modprobe: 'kmod',
  mount: 'mount',
  'qemu-system-x86_64': 'qemu-system-x86',
  setpriv: 'util-linux',
  tar: 'tar',
  unshare: 'util-linux',
  xz: 'xz-utils',
  zstd: 'zstd',
};

/** No tool that only prepares something may take longer. */
export const TOOL_LIMIT_MS = 600_000;

/** sbin is not on every user's PATH, and holds mkfs, depmod and modprobe. */
export const TOOL_PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

/** What to say where a tool is missing. */
export function missingTool(tool: string): UsageError {
  const name = PACKAGES[tool];
  const cure =
    name === undefined ? 'install it' : `install the package ${name}, or run scripts/quickstart`;
  return new UsageError(`${tool} is not installed: ${cure}`);
}

/** The option of execa that ends a tool with holerace's interruption. */
export function toolInterruption(): { cancelSignal?: AbortSignal } {
  return interruption.signal === null ? {} : { cancelSignal: interruption.signal };
}

/** How a tool ended. */
export interface ToolOutcome {
  readonly ok: boolean;
  /** It did not end by itself: interrupted, or beyond its time. */
  readonly killed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  readonly cwd?: string;
  readonly input?: string;
  /** Beside the environment of holerace; without what is undefined. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Instead of TOOL_LIMIT_MS, in milliseconds. */
  readonly timeout?: number;
  /** Run it to its end though holerace was interrupted: it cleans up. */
  readonly cleansUp?: boolean;
}

/**
 * Runs a tool to its end.
 *
 * @returns its output, also where it has failed
 * @throws UsageError where it is not installed
 */
export async function runTool(
  tool: string,
  args: readonly string[],
  { cleansUp = false, ...options }: ToolOptions = {},
): Promise<ToolOutcome> {
  const result = await execa(tool, args, {
    reject: false,
    timeout: TOOL_LIMIT_MS,
    ...(cleansUp ? {} : toolInterruption()),
    ...options,
    env: { PATH: TOOL_PATH, LC_ALL: 'C.UTF-8', ...options.env },
  });
  if (result.failed && result.code === 'ENOENT') throw missingTool(tool);
  const killed = result.isTerminated || result.isCanceled || result.timedOut;
  return { ok: !result.failed, killed, stdout: result.stdout, stderr: result.stderr };
}

/**
 * Runs a tool that must succeed.
 *
 * @param purpose completes "… failed", as in "unpacking x.deb"
 * @returns its standard output
 * @throws UsageError where it is missing or fails, with the last line that it said
 */
export async function needTool(
  purpose: string,
  tool: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<string> {
  const { ok, stdout, stderr } = await runTool(tool, args, options);
  if (!ok) throw new UsageError(`${purpose} failed: ${lastLine(stderr) || `${tool} said nothing`}`);
  return stdout;
}

/** The last line that is not empty. */
export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}
