/** ext4, by mke2fs(8). */
import {
  type Configuration,
  type Filesystem,
  type Making,
  ON_PMEM,
  PMEM_DEVICE,
} from './filesystem.js';

/** What dumpe2fs(8) calls them. */
export const EXT_FEATURES = /^Filesystem features:(.*)$/gm;
/** DAX wants blocks of the size of a page, and mke2fs gives smaller ones to small devices. */
export const EXT_COMMAND = ['mkfs.ext4', '-q', '-F', '-b', '4096'];
export const EXT_INSPECT = ['dumpe2fs', '-h'];
const COMMAND = [...EXT_COMMAND, '-E', 'lazy_itable_init=1,nodiscard'];

/** How features are chosen one by one: `none` takes all away before. */
export const EXT_CHOICE = {
  droppable: (printed: readonly string[]): string[] => [...printed],
  choose: (printed: readonly string[], without: readonly string[]): string[] => [
    ...['-O', ['none', ...printed.filter((name) => !without.includes(name))].join(',')],
  ],
} as const;

/** What e2fsprogs 1.47 made a default and a distribution may take away again: Linux 5.15 and 4.4 know it. */
const OF_TODAY = ['orphan_file', 'metadata_csum_seed'];
/** What Linux 4.0 knows, and no more. */
const OF_LINUX_4_0 = [
  ...['has_journal', 'ext_attr', 'resize_inode', 'dir_index', 'filetype', 'extent', 'flex_bg'],
  ...['sparse_super', 'large_file', 'huge_file', 'dir_nlink', 'extra_isize'],
];

/** The defaults of the years after that. */
const OF_LINUX_5_10 = [...OF_LINUX_4_0, '64bit', 'metadata_csum', 'metadata_csum_seed'];

/** The ways to make it, with the same features added and taken away in each. */
function makings(added: readonly string[] = [], removed: readonly string[] = []): Making[] {
  const made = (level: string, asked: readonly string[]): Making => {
    const features = [...asked, ...added].filter((name) => !removed.includes(name));
    return { level, mkfs: [...COMMAND, '-O', features.join(',')] };
  };
  return [
    made("today's", [...removed.map((name) => `^${name}`), ...OF_TODAY]),
    made('of Linux 5.10', ['none', ...OF_LINUX_5_10]),
    made('of Linux 4.0', ['none', ...OF_LINUX_4_0]),
  ];
}

/** mke2fs makes no file of orphans without a journal. */
const JOURNAL = ['has_journal', 'orphan_file'];

export const ext4 = {
  ...ON_PMEM,
  not: {},
  modules: ['ext4'],
  mkfs: { command: COMMAND, inspect: EXT_INSPECT, features: EXT_FEATURES, ...EXT_CHOICE },
  byDefault: { what: "today's features", makings: () => makings() },
  configurations: {
    '4.0': { what: 'the features of Linux 4.0', makings: () => makings().slice(-1) },
    nojournal: { what: 'without a journal', makings: () => makings([], JOURNAL) },
    bigalloc: { what: 'clusters of 64 KiB', makings: () => makings(['bigalloc']) },
    'dax-inode': {
      what: 'DAX by the flag of the directory',
      makings: () => makings(),
      daxByFlag: true,
    },
  } satisfies Record<string, Configuration>,
  mount: { type: 'ext4', source: PMEM_DEVICE, options: [] },
} as const satisfies Filesystem;
