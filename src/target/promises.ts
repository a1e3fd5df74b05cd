/**
 * Where a filesystem does not promise what a scenario looks for: a stale read there would be no fault of the
 * kernel's, and is not looked for.
 */

import type { ChangeKind } from '../race/changes/list.js';
import type { Target } from '../result/result.js';

const NFS = new Set(['nfs', 'nfs4']);

/**
 * Why a change is no promise on a target.
 *
 * @returns null where it is one
 */
export function unpromisedOn({ filesystem }: Target, change: ChangeKind): string | null {
  // nfs_file_direct_write() drops the cached pages before it waits for the server (fs/nfs/direct.c), so that a
  // fault may bring old bytes back in between; and open(2), NOTES, leaves O_DIRECT beside mmap(2) to the filesystem.
  if (NFS.has(filesystem) && change === 'direct-write')
    return 'nfs does not promise that a mapping shows what was written with O_DIRECT: choose another filesystem for that';
  return null;
}
