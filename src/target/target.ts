/** What the target is: filesystem, mount options, DAX or not. */
import { realpathSync, statSync } from 'node:fs';
import { mappingHere } from '../native/mmap.js';
import type { Target } from '../result/result.js';
import { proveDax } from './dax-proof.js';
import { mountOf, readMounts } from './mountinfo.js';

/** What holerace made for a race. */
export interface Made extends Pick<Target, 'pmem' | 'features'> {
  /** How the filesystem is told from others of its kind, null where the kernel's name does. */
  readonly name: string | null;
}

/**
 * Describes the file under test.
 *
 * @param file at least one page long
 * @param made what holerace made for it, null where it was there
 */
export function describeTarget(file: string, made: Made | null): Target {
  const mount = mountOf(readMounts(), realpathSync(file), statSync(file).dev);
  return {
    filesystem: made?.name ?? mount?.filesystem ?? 'unknown',
    mountOptions: mount?.options ?? '',
    ...proveDax(file),
    pmem: made?.pmem ?? null,
    mapping: mappingHere().mapping,
    features: made?.features ?? null,
  };
}

/** What the kernel calls the filesystem of a target, which may have been made in a way with a name of its own. */
export function kernelName({ filesystem }: Pick<Target, 'filesystem'>): string {
  return filesystem.split(':')[0] ?? '';
}
