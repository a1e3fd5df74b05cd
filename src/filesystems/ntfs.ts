/** ntfs, by mkfs.ntfs(8) of ntfs-3g, mounted by the kernel's own driver of that name (fs/ntfs, since Linux 7.1). */
import { type Filesystem, ON_PMEM, PMEM_DEVICE } from './filesystem.js';

/** By force, for persistent memory is no disk with heads and tracks. */
const COMMAND = ['mkfs.ntfs', '-F', '-Q'];

export const ntfs = {
  ...ON_PMEM,
  not: { dax: 'the kernel has no DAX for it' },
  modules: ['ntfs'],
  mkfs: {
    command: COMMAND,
    inspect: [],
    features: /^(Cluster size) has been .* set to (\d+ bytes)/gm,
  },
  byDefault: {
    what: "today's features",
    makings: () => [{ level: "today's", mkfs: COMMAND }],
  },
  configurations: {},
  mount: { type: 'ntfs', source: PMEM_DEVICE, options: [] },
} as const satisfies Filesystem;
