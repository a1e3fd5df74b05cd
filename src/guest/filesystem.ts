/** Makes a filesystem on the guest's persistent memory, and mounts it with DAX. */
import { spawnSync } from 'node:child_process';
import { UntestedError } from '../errors.js';
import type { FilesystemOrder } from './order.js';
import { GuestPath } from './order.js';
import { PMEM_DEVICE } from './pmem.js';

const COMMAND_LIMIT_MS = 120_000;
/** The kernel's own words on a refused mount, at the most. */
const KERNEL_LINES = 3;

/**
 * Runs mkfs and mount.
 *
 * @throws UntestedError where either fails, with what the kernel said
 */
export function mountFresh({ filesystem, mkfs }: FilesystemOrder): void {
  const [command = '', ...args] = mkfs;
  const made = run(command, [...args, PMEM_DEVICE]);
  if (made !== null) throw new UntestedError(`${command} failed in the guest: ${made}`);
  const mounted = run('/bin/busybox', [
    'mount',
    '-t',
    filesystem,
    '-o',
    'dax',
    PMEM_DEVICE,
    GuestPath.MOUNT,
  ]);
  if (mounted === null) return;
  throw new UntestedError(
    `${filesystem} could not be mounted with -o dax: ${mounted}${kernelSays()}`,
  );
}

/**
 * Unmounts it again, so that the next filesystem finds the device free.
 *
 * @throws UntestedError where something keeps it busy
 */
export function unmount(): void {
  const unmounted = run('/bin/busybox', ['umount', GuestPath.MOUNT]);
  if (unmounted !== null)
    throw new UntestedError(`the filesystem could not be unmounted: ${unmounted}`);
}

/** Runs a command: null where it succeeded, else the last line that it said. */
function run(command: string, args: readonly string[]): string | null {
  const { status, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: COMMAND_LIMIT_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === 0) return null;
  return stderr?.trim().split('\n').at(-1) || error?.message || `it ended with status ${status}`;
}

/** What the kernel's log says of the device and of DAX. */
function kernelSays(): string {
  const { stdout } = spawnSync('/bin/busybox', ['dmesg'], { encoding: 'utf8' });
  const lines = (stdout ?? '')
    .split('\n')
    .filter((line) => /dax|pmem0|unsupported|XFS|EXT4/i.test(line) && !/Command line/i.test(line))
    .map((line) => line.replace(/^\[[^\]]*\]\s*/, ''));
  return lines.length === 0 ? '' : ` (the kernel says: ${lines.slice(-KERNEL_LINES).join('; ')})`;
}
