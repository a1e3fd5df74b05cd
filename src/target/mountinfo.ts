/** The mount table of this process, /proc/self/mountinfo (proc_pid_mountinfo(5)). */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Mount {
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
    return [{ mountPoint: unescapeOctal(mountPoint), filesystem, options: [...options].join(',') }];
  });
}

/** Space, tab, newline and backslash stand in mountinfo as \040 and so on. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** The mount that holds a path: the last one with the longest mount point above it. */
export function mountOf(mounts: readonly Mount[], absolutePath: string): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    const relative = path.relative(mount.mountPoint, absolutePath);
    if (relative === '..' || relative.startsWith('../')) continue;
    // A later mount on the same point hides the earlier one.
    if (best === null || mount.mountPoint.length >= best.mountPoint.length) best = mount;
  }
  return best;
}

/** The mounts of this process as they are now. */
export function readMounts(): Mount[] {
  return parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
}
