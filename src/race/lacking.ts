/** What a filesystem cannot do of a step, tried on the very file before it is raced. */
import { closeSync, openSync } from 'node:fs';
import type { Step } from '../scenarios/scenario.js';
import { CHANGES } from './changes/list.js';
import { PLACES } from './places/list.js';

/** Errnos by which a call says that it is not for this filesystem (open(2), fallocate(2), ioctl_ficlonerange(2)). */
const NOT_HERE = new Set(['EOPNOTSUPP', 'ENOTSUP', 'EINVAL', 'ENOTTY', 'ENOSYS', 'ENODEV']);

/**
 * Why a step cannot be done on a file.
 *
 * @param path the file that is raced; what is tried leaves a page of zeros in it
 * @returns null where it can be done, or where it fails for a reason that the race itself will tell
 */
export function lackedBy(path: string, step: Step): string | null {
  const fd = openSync(path, 'r+');
  try {
    PLACES[step.place].tryOn?.(fd);
    CHANGES[step.change].tryOn?.(fd, path);
    return null;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!NOT_HERE.has(code)) return null;
    return `the filesystem cannot do ${step.change} on ${step.place} places (${message}): choose another one for that`;
  } finally {
    closeSync(fd);
  }
}
