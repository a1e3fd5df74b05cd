/** What the kernel's log says of a filesystem that it does not mount. */
import { spawnSync } from 'node:child_process';
import { BUSYBOX } from './command.js';

/** The kernel's own words, at the most. */
const LINES = 3;

/** The lines of the kernel's log so far. */
export function kernelLog(): string[] {
  const { stdout } = spawnSync(BUSYBOX, ['dmesg'], { encoding: 'utf8' });
  return (stdout ?? '').split('\n');
}

/**
 * What it says of filesystems and of DAX, in brackets.
 *
 * @param before lines that were there before
 */
export function kernelWords(before: number): string {
  const lines = kernelLog()
    .slice(Math.max(0, before - 1))
    .filter(
      (line) =>
        /dax|pmem0|unsupported|XFS|EXT|BTRFS|overlay|nfs|9p/i.test(line) &&
        !/Command line/i.test(line),
    )
    .map((line) => line.replace(/^\[[^\]]*\]\s*/, ''));
  return lines.length === 0 ? '' : ` (the kernel says: ${lines.slice(-LINES).join('; ')})`;
}
