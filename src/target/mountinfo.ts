/** The mount table of this process, /proc/self/mountinfo (proc_pid_mountinfo(5)). */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Mount {
  /** The device's numbers, major:minor. */
  readonly device: string;
  readonly mountPoint: string;
  readonly filesystem: string;
  /** The options of the mount and of its superblock, without doubles. */
  readonly options: string;
}

/** Reads mountinfo's text; a line that is not of its form is passed over. */
export function parseMountinfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const fields = before?.split(' ') ?? [];
    const [filesystem, , superOptions] = after?.split(' ') ?? [];
    const mountPoint = fields[4];
    if (mountPoint === undefined || filesystem === undefined) return [];
    const options = new Set([...(fields[5] ?? '').split(','), ...(superOptions ?? '').split(',')]);
    options.delete('');
    return [
      {
        device: fields[2] ?? '',
        mountPoint: unescapeOctal(mountPoint),
        filesystem,
        options: [...options].join(','),
      },
    ];
  });
}

/** Space, tab, newline and backslash stand in mountinfo as \040 and so on. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/**
 * The mount that holds a path: the one with the longest mount point above it; among those the ones of the
 * path's own device come first, for a later mount higher up may hide the others.
 *
 * @param deviceNumber st_dev of the path
 */
export function mountOf(
  mounts: readonly Mount[],
  absolutePath: string,
  deviceNumber: number,
): Mount | null {
  const above = mounts.filter(({ mountPoint }) => {
    const relative = path.relative(mountPoint, absolutePath);
    return relative !== '..' && !relative.startsWith('../');
  });
  // btrfs gives its files a device that no mount has.
  const same = above.filter(({ device }) => device === deviceName(deviceNumber));
  let best: Mount | null = null;
  for (const mount of same.length > 0 ? same : above) {
    // A later mount on the same point hides the earlier one.
    if (best === null || mount.mountPoint.length >= best.mountPoint.length) best = mount;
  }
  return best;
}

/** major:minor of a device number (gnu_dev_major(3)). */
function deviceName(deviceNumber: number): string {
  const device = BigInt(deviceNumber);
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn);
  const minor = (device & 0xffn) | ((device >> 12n) & ~0xffn);
  return `${major}:${BigInt.asUintN(32, minor)}`;
}

/** The mounts of this process as they are now. */
export function readMounts(): Mount[] {
  return parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
}
