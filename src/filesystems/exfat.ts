/** exfat, by mkfs.exfat(8) of exfatprogs. */
import { type Filesystem, ON_PMEM, PMEM_DEVICE } from './filesystem.js';

const COMMAND = ['mkfs.exfat'];

export const exfat = {
  ...ON_PMEM,
  not: { dax: 'the kernel has no DAX for it' },
  modules: ['exfat'],
  mkfs: { command: COMMAND, inspect: [], features: /(cluster size)=(\d+)/g },
  byDefault: {
    what: "today's features",
    makings: () => [{ level: "today's", mkfs: COMMAND }],
  },
  configurations: {},
  mount: { type: 'exfat', source: PMEM_DEVICE, options: [] },
} as const satisfies Filesystem;
