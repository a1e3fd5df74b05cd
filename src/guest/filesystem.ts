/** Makes a filesystem in the guest, and mounts it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UntestedError } from '../errors.js';
import { BUSYBOX, run } from './command.js';
import { NFS_MOUNT, serveNfs } from './nfs.js';
import { type FilesystemOrder, GuestPath, SHARE_TAG } from './order.js';
import { PMEM_DEVICE } from './pmem.js';

/** The kernel's own words on a refused mount, at the most. */
const KERNEL_LINES = 3;

/**
 * Runs mkfs and mount.
 *
 * @throws UntestedError where either fails, with what the kernel said
 */
export function mountFresh(order: FilesystemOrder): void {
  const { filesystem, mkfs, dax } = order;
  const [command, ...args] = mkfs;
  if (command !== undefined) {
    const made = run(command, [...args, PMEM_DEVICE]);
    if (made !== null) throw new UntestedError(`${command} failed in the guest: ${made}`);
  }
  if (filesystem === 'nfs') serveNfs();
  const { type, source, options } = mountOf(order);
  const how = options === '' ? [] : ['-o', options];
  const mounted = run(BUSYBOX, ['mount', '-t', type, ...how, source, GuestPath.MOUNT]);
  if (mounted === null) return;
  const withDax = dax ? ' with -o dax' : '';
  throw new UntestedError(
    `${filesystem} could not be mounted${withDax}: ${mounted}${kernelSays()}`,
  );
}

interface Mount {
  readonly type: string;
  readonly source: string;
  readonly options: string;
}

/** What is mounted: a device, a layer over folders of memory, or what a server gives. */
function mountOf({ filesystem, dax }: FilesystemOrder): Mount {
  switch (filesystem) {
    case 'tmpfs':
      return { type: 'tmpfs', source: 'tmpfs', options: '' };
    case 'overlay':
      return { type: 'overlay', source: 'overlay', options: makeLayers() };
    case 'nfs':
      return NFS_MOUNT;
    case '9p':
      return { type: '9p', source: SHARE_TAG, options: 'trans=virtio,version=9p2000.L' };
    default:
      return { type: filesystem, source: PMEM_DEVICE, options: dax ? 'dax' : '' };
  }
}

/** Makes the layers of an overlay, in memory. Returns the options that name them. */
function makeLayers(): string {
  const [lower, upper, work] = ['lower', 'upper', 'work'].map((name) => {
    const folder = path.join(GuestPath.TMP, 'overlay', name);
    mkdirSync(folder, { recursive: true });
    return folder;
  });
  return `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
}

/**
 * Unmounts it again, so that the next filesystem finds the device free.
 *
 * @throws UntestedError where something keeps it busy
 */
export function unmount(): void {
  const unmounted = run(BUSYBOX, ['umount', GuestPath.MOUNT]);
  if (unmounted !== null)
    throw new UntestedError(`the filesystem could not be unmounted: ${unmounted}`);
}

/** What the kernel's log says of the device and of DAX. */
function kernelSays(): string {
  const { stdout } = spawnSync(BUSYBOX, ['dmesg'], { encoding: 'utf8' });
  const lines = (stdout ?? '')
    .split('\n')
    .filter(
      (line) =>
        /dax|pmem0|unsupported|XFS|EXT|BTRFS|overlay|nfs|9p/i.test(line) &&
        !/Command line/i.test(line),
    )
    .map((line) => line.replace(/^\[[^\]]*\]\s*/, ''));
  return lines.length === 0 ? '' : ` (the kernel says: ${lines.slice(-KERNEL_LINES).join('; ')})`;
}
