/** btrfs, by mkfs.btrfs(8). */
import { type Filesystem, ON_PMEM, PMEM_DEVICE } from './filesystem.js';

const COMMAND = ['mkfs.btrfs', '-f', '-K'];

export const btrfs = {
  ...ON_PMEM,
  not: { dax: 'the kernel has no DAX for it' },
  // Its checksums are not in its list of dependencies.
  modules: ['xxhash_generic', 'blake2b_generic', 'btrfs'],
  mkfs: { command: COMMAND, inspect: [], features: /^(?:Incompat|Runtime) features:(.*)$/gm },
  byDefault: {
    what: "today's features",
    makings: () => [
      { level: "today's", mkfs: COMMAND },
      { level: 'of Linux 4.0', mkfs: [...COMMAND, '-O', '^no-holes', '-R', '^free-space-tree'] },
    ],
  },
  configurations: {},
  mount: { type: 'btrfs', source: PMEM_DEVICE, options: [] },
} as const satisfies Filesystem;
