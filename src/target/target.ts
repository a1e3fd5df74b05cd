/** What the target is: filesystem, mount options, DAX or not. */
import { realpathSync, statSync } from 'node:fs';
import { mappingHere } from '../native/mmap.js';
import type { Target } from '../report/result.js';
import { proveDax } from './dax-proof.js';
import { mountOf, readMounts } from './mountinfo.js';

/**
 * Describes the file under test.
 *
 * @param file at least one page long
 * @param pmem the backend of emulated persistent memory where holerace made it, else null
 */
export function describeTarget(file: string, pmem: string | null): Target {
  const mount = mountOf(readMounts(), realpathSync(file), statSync(file).dev);
  return {
    filesystem: mount?.filesystem ?? 'unknown',
    mountOptions: mount?.options ?? '',
    ...proveDax(file),
    pmem,
    mapping: mappingHere().mapping,
  };
}
