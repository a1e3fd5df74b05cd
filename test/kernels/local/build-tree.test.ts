import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { filesBelow } from '../../../src/files/files-below.js';
import { kernelOfBuildTree, treeOfImage } from '../../../src/kernels/local/build-tree.js';
import { kernelOfImage } from '../../../src/kernels/local/image.js';
import { makeBzImage } from '../../fixtures/bzimage.js';
import { writeBelow } from '../../fixtures/write-below.js';

const RELEASE = '6.18.0-mine';

/** What a module's file says of the kernel that it was built for. */
const moduleOf = (release: string) => `\x7fELF\0license=GPL\0vermagic=${release} SMP preempt \0`;

/** A build tree, in a folder with a blank in its name. */
function makeTree(t: Test, files: Readonly<Record<string, string>> = {}): string {
  const root = t.testdir({ 'my cache': {}, 'my tree': {} });
  process.env.XDG_CACHE_HOME = path.join(root, 'my cache');
  const tree = path.join(root, 'my tree');
  writeBelow(tree, {
    'arch/x86/boot/bzImage': makeBzImage(RELEASE),
    '.config': 'CONFIG_BTRFS_FS=m\nCONFIG_EXT4_FS=m\n',
    'modules.order': 'kernel/fs/btrfs/btrfs.ko\nfs/ext4/ext4.o\ndrivers/net/dummy.o\n',
    'modules.builtin': 'kernel/lib/crc16.ko\n',
    'fs/btrfs/btrfs.ko': moduleOf(RELEASE),
    'fs/ext4/ext4.ko': moduleOf(RELEASE),
    'drivers/net/dummy.ko': moduleOf(RELEASE),
    ...files,
  });
  return tree;
}

async function stagedOf(tree: string): Promise<string[]> {
  const { modulesRoot } = await kernelOfBuildTree(tree, 'x');
  if (modulesRoot === null) return [];
  t.ok(existsSync(path.join(modulesRoot, 'lib/modules', RELEASE, 'modules.dep')));
  return filesBelow(path.join(modulesRoot, 'lib/modules', RELEASE, 'kernel'));
}

t.test('wanted modules are taken from where the build put them', async (t) => {
  const tree = makeTree(t);
  t.same(await stagedOf(tree), ['fs/btrfs/btrfs.ko', 'fs/ext4/ext4.ko']);
  const { config, modulesRoot } = await kernelOfBuildTree(tree, 'x');
  t.equal(config, path.join(tree, '.config'));
  const order = path.join(modulesRoot ?? '', 'lib/modules', RELEASE, 'modules.order');
  t.equal(readFileSync(order, 'utf8'), 'kernel/fs/btrfs/btrfs.ko\nkernel/fs/ext4/ext4.ko\n');
});

t.test('modules of an older build are left out', async (t) => {
  const older = { 'fs/ext4/ext4.ko': moduleOf('6.18.0-older'), 'fs/xfs/xfs.ko': moduleOf(RELEASE) };
  t.same(await stagedOf(makeTree(t, older)), ['fs/btrfs/btrfs.ko']);
  t.same(await stagedOf(makeTree(t, { 'modules.order': '' })), []);
});

t.test('the image of a tree is the tree, and any other image is not', async (t) => {
  const tree = makeTree(t, { 'other/bzImage': 'x' });
  const image = path.join(tree, 'arch/x86/boot/bzImage');
  t.equal(treeOfImage(image), tree);
  t.equal(treeOfImage(path.join(tree, 'other/bzImage')), null);
  const kernel = await kernelOfImage(image, 'x');
  t.ok(kernel.modulesRoot !== null);
});
