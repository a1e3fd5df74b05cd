/** Debian's own order of versions, by dpkg: 6.1.9 before 6.1.10, and 6.12~rc1 before 6.12. */
import { UsageError } from '../../errors.js';
import { runTool } from '../../tools.js';

/** Something that has a version. */
export interface Versioned {
  readonly version: string;
}

/**
 * Puts things into the order of their versions; equal ones stay as they were. A binary insertion: each
 * comparison is a process, so there should be few.
 *
 * @throws UsageError where dpkg is missing, or takes a version for none
 */
export async function inVersionOrder<T extends Versioned>(things: readonly T[]): Promise<T[]> {
  const ordered: T[] = [];
  for (const thing of things) {
    let low = 0;
    let high = ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = ordered[middle];
      if (other !== undefined && (await isBefore(thing.version, other.version))) high = middle;
      else low = middle + 1;
    }
    ordered.splice(low, 0, thing);
  }
  return ordered;
}

async function isBefore(one: string, other: string): Promise<boolean> {
  if (one === other) return false;
  const { ok, stderr } = await runTool('dpkg', ['--compare-versions', one, 'lt', other]);
  // It warns of a version that is none, and compares it all the same.
  if (stderr.trim() === '') return ok;
  throw new UsageError(
    `dpkg cannot compare the versions ${one} and ${other} (${stderr.trim()}): use --keep-order`,
  );
}
