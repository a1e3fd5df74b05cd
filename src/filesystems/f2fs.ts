/** f2fs, by mkfs.f2fs(8). */
import { type Filesystem, ON_PMEM, PMEM_DEVICE } from './filesystem.js';

/** Over what lies there, and without a discard of it. */
const COMMAND = ['mkfs.f2fs', '-f', '-t', '0'];

export const f2fs = {
  ...ON_PMEM,
  not: { dax: 'the kernel has no DAX for it' },
  modules: ['f2fs'],
  mkfs: { command: COMMAND, inspect: [], features: /^Info: (Segments per section) = (\d+)/gm },
  byDefault: {
    what: "today's features",
    makings: () => [{ level: "today's", mkfs: COMMAND }],
  },
  configurations: {},
  mount: { type: 'f2fs', source: PMEM_DEVICE, options: [] },
} as const satisfies Filesystem;
