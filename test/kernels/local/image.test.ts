import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { filesBelow } from '../../../src/files/files-below.js';
import { kernelOfImage } from '../../../src/kernels/local/image.js';
import { modulesInOrder } from '../../../src/kernels/modules/order.js';
import { makeBzImage } from '../../fixtures/bzimage.js';
import { writeBelow } from '../../fixtures/write-below.js';

const RELEASE = '6.18.0-arch1';

/** A root file system in a folder with a blank in its name, and a cache that has one too. */
function makeRoot(t: Test, images: readonly string[]): string {
  const folder = t.testdir({ 'my cache': {}, 'my root': {} });
  process.env.XDG_CACHE_HOME = path.join(folder, 'my cache');
  const root = path.join(folder, 'my root');
  const modules = `usr/lib/modules/${RELEASE}`;
  writeBelow(root, {
    ...Object.fromEntries(images.map((image) => [image, makeBzImage(RELEASE)])),
    [`${modules}/modules.order`]: '',
    [`${modules}/modules.builtin`]: '',
    [`${modules}/kernel/fs/xfs/xfs.ko.zst`]: '',
    [`boot/config-${RELEASE}`]: 'CONFIG_XFS_FS=m\n',
  });
  return root;
}

t.test('an image where a distribution keeps it has its modules', async (t) => {
  const beside = `usr/lib/modules/${RELEASE}/vmlinuz`;
  const inBoot = `boot/vmlinuz-${RELEASE}`;
  const root = makeRoot(t, [beside, inBoot, 'vmlinuz']);
  symlinkSync(inBoot, path.join(root, 'link'));
  for (const name of [beside, inBoot, 'vmlinuz', 'link']) {
    const { modulesRoot } = await kernelOfImage(path.join(root, name), 'x');
    t.ok(
      filesBelow(modulesRoot ?? '').some((file) => file.endsWith('/xfs.ko.zst')),
      name,
    );
  }
  const { config } = await kernelOfImage(path.join(root, inBoot), 'x');
  t.equal(config, path.join(root, `boot/config-${RELEASE}`));
  mkdirSync(path.join(root, 'elsewhere'));
  writeFileSync(path.join(root, 'elsewhere/vmlinuz'), makeBzImage(RELEASE));
  const alone = await kernelOfImage(path.join(root, 'elsewhere/vmlinuz'), 'x');
  t.match(alone, { modulesRoot: null, config: null });
});

t.test('modules are found below a path with blanks', async (t) => {
  const root = makeRoot(t, ['vmlinuz']);
  const { modulesRoot } = await kernelOfImage(path.join(root, 'vmlinuz'), 'x');
  const staged = modulesRoot ?? '';
  const files = await modulesInOrder(staged, RELEASE, ['xfs']);
  t.same(files, [path.join(staged, 'lib/modules', RELEASE, 'kernel/fs/xfs/xfs.ko.zst')]);
});
