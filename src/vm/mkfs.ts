/** mkfs with features that old kernels mount: the defaults of today's tools do not mount on them. */
import type { Mode } from '../guest/filesystems.js';
import type { FilesystemOrder, GuestFilesystem } from '../guest/order.js';
import { runTool } from '../tools.js';

/** What Linux 4.0 knows, and no more. */
const EXT4_FEATURES = [
  ...[
    'none',
    'has_journal',
    'ext_attr',
    'resize_inode',
    'dir_index',
    'filetype',
    'extent',
    'flex_bg',
  ],
  ...['sparse_super', 'large_file', 'huge_file', 'dir_nlink', 'extra_isize'],
];

/** What ext2 is without its additions, all of which Linux 2.6 knows. */
const EXT2_FEATURES = ['none', 'ext_attr', 'resize_inode', 'dir_index', 'filetype', 'sparse_super'];

/** mke2fs under a name that makes ext4 unless told otherwise. */
const EXT = ['mkfs.ext4', '-q', '-F', '-b', '4096'];

/** Features of xfs to leave out, where mkfs.xfs knows the switch; reflink also forbids DAX before 6.x. */
const XFS_SWITCHES: readonly { flag: string; name: string }[] = [
  ...['finobt', 'rmapbt', 'reflink', 'bigtime', 'inobtcount', 'metadir', 'autofsck'].map(
    (name) => ({ flag: '-m', name }),
  ),
  ...['sparse', 'nrext64', 'exchange'].map((name) => ({ flag: '-i', name })),
  { flag: '-n', name: 'parent' },
];

/**
 * The order to make a filesystem and mount it: which program, with which arguments.
 *
 * @param mode with DAX, or without
 */
export async function mkfsOrder(
  filesystem: GuestFilesystem,
  mode: Mode = 'dax',
): Promise<FilesystemOrder> {
  return { filesystem, mkfs: await mkfsOf(filesystem), dax: mode === 'dax' };
}

async function mkfsOf(filesystem: GuestFilesystem): Promise<string[]> {
  switch (filesystem) {
    case 'ext4':
      return [...EXT, '-O', EXT4_FEATURES.join(','), '-E', 'lazy_itable_init=1,nodiscard'];
    case 'ext2':
      return [...EXT, '-t', 'ext2', '-O', EXT2_FEATURES.join(','), '-E', 'nodiscard'];
    case 'xfs': {
      // Without arguments mkfs.xfs prints its usage, and in it every switch that it knows.
      const usage = await runTool('mkfs.xfs', []);
      return ['mkfs.xfs', '-q', '-f', '-K', ...xfsSwitches(usage.stdout + usage.stderr)];
    }
    case 'btrfs':
      return ['mkfs.btrfs', '-q', '-f', '-K', '-O', '^no-holes', '-R', '^free-space-tree'];
    default:
      return [];
  }
}

/** The arguments that switch features off, for the mkfs.xfs that printed this usage. */
export function xfsSwitches(usage: string): string[] {
  const known = XFS_SWITCHES.filter(({ name }) => usage.includes(`${name}=`));
  return [...new Set(known.map(({ flag }) => flag))].flatMap((flag) => {
    const names = known.filter((one) => one.flag === flag).map(({ name }) => `${name}=0`);
    return [flag, names.join(',')];
  });
}
