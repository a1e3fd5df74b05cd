import { statSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { mountOf, parseMountinfo, readMounts } from '../../src/target/mountinfo.js';

/** A device that no mount has, as btrfs gives its files. */
const NO_DEVICE = 1;
/** The device number of major and minor (gnu_dev_makedev(3)). */
const device = (major: number, minor: number): number => major * 256 + minor;

const table = `21 1 259:2 / / rw,relatime shared:1 - ext4 /dev/root rw,errors=remount-ro
35 21 259:0 / /mnt rw,noatime shared:9 master:2 - xfs /dev/pmem0 rw,attr2,dax=always
36 21 0:30 / /mnt/my\\040pmem rw - tmpfs none rw,size=4k

not a line of this kind
37 21 0:31 / /mnt/back\\134slash\\011tab rw - ramfs ramfs rw
`;

t.test('mount point, filesystem and both sets of options', async (t) => {
  t.same(parseMountinfo(table), [
    {
      device: '259:2',
      mountPoint: '/',
      filesystem: 'ext4',
      options: 'rw,relatime,errors=remount-ro',
    },
    {
      device: '259:0',
      mountPoint: '/mnt',
      filesystem: 'xfs',
      options: 'rw,noatime,attr2,dax=always',
    },
    { device: '0:30', mountPoint: '/mnt/my pmem', filesystem: 'tmpfs', options: 'rw,size=4k' },
    { device: '0:31', mountPoint: '/mnt/back\\slash\ttab', filesystem: 'ramfs', options: 'rw' },
  ]);
});

t.test('the mount of a path is the nearest one above it', async (t) => {
  const mounts = parseMountinfo(table);
  const filesystems = [
    '/',
    '/mntx/file',
    '/mnt',
    '/mnt/..file',
    '/mnt/my pmem/a/b',
    '/mnt/my pmemo',
  ].map((path) => mountOf(mounts, path, NO_DEVICE)?.filesystem);
  t.same(filesystems, ['ext4', 'ext4', 'xfs', 'xfs', 'tmpfs', 'xfs']);
  t.equal(mountOf([], '/mnt', NO_DEVICE), null);
});

t.test('a mount hides an earlier one on the same point', async (t) => {
  const mounts = parseMountinfo(`${table}40 35 0:40 / /mnt rw - overlay overlay rw\n`);
  t.equal(mountOf(mounts, '/mnt/file', NO_DEVICE)?.filesystem, 'overlay');
});

t.test('a mount hides those that lie below its point', async (t) => {
  const mounts = parseMountinfo(`${table}41 21 8:1 / /mnt rw - btrfs /dev/sda1 rw\n`);
  const inside = '/mnt/my pmem/file';
  t.equal(mountOf(mounts, inside, device(8, 1))?.filesystem, 'btrfs', 'hidden');
  t.equal(mountOf(mounts, inside, device(0, 30))?.filesystem, 'tmpfs', 'not hidden');
});

t.test('any text is read without a throw', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(' ', '-', '\n', '/', '\\0', 'a') }), (text) =>
      parseMountinfo(text).every(({ mountPoint }) => mountPoint.length >= 0),
    ),
  );
  t.pass('read');
});

t.test('this machine has a root', async (t) => {
  t.equal(mountOf(readMounts(), '/', statSync('/').dev)?.mountPoint, '/');
});
