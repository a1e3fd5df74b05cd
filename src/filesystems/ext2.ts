/** ext2, by mke2fs(8). */
import { EXT_CHOICE, EXT_COMMAND, EXT_FEATURES, EXT_INSPECT } from './ext4.js';
import { type Filesystem, ON_PMEM, PMEM_DEVICE } from './filesystem.js';

/** ext2 without its additions, all of which Linux 2.6 knows. */
const OF_LINUX_2_6 = ['none', 'ext_attr', 'resize_inode', 'dir_index', 'filetype', 'sparse_super'];

const COMMAND = [...EXT_COMMAND, '-E', 'nodiscard', '-t', 'ext2'];

export const ext2 = {
  ...ON_PMEM,
  not: {},
  // Debian's kernels mount it with the driver of ext4 (CONFIG_EXT4_USE_FOR_EXT2).
  modules: ['ext2', 'ext4'],
  neededModules: ['ext2'],
  mkfs: { command: COMMAND, inspect: EXT_INSPECT, features: EXT_FEATURES, ...EXT_CHOICE },
  byDefault: {
    what: "today's features",
    makings: () => [
      { level: "today's", mkfs: COMMAND },
      { level: 'of Linux 2.6', mkfs: [...COMMAND, '-O', OF_LINUX_2_6.join(',')] },
    ],
  },
  configurations: {},
  mount: { type: 'ext2', source: PMEM_DEVICE, options: [] },
} as const satisfies Filesystem;
