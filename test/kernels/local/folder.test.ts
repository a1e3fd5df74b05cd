import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { UsageError } from '../../../src/errors.js';
import { filesBelow } from '../../../src/files/files-below.js';
import { kernelOfFolder } from '../../../src/kernels/local/folder.js';
import { makeBzImage } from '../../fixtures/bzimage.js';

const RELEASE = '6.1.0-56-amd64';

/** A folder with files, beside a cache of its own. */
function makeFolder(t: Test, files: Readonly<Record<string, string | Buffer>>): string {
  const root = t.testdir({ cache: {}, folder: {} });
  process.env.XDG_CACHE_HOME = path.join(root, 'cache');
  const folder = path.join(root, 'folder');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

async function refused(t: Test, folder: string, message: RegExp): Promise<void> {
  const error = await kernelOfFolder(folder, 'x').catch((thrown: unknown) => thrown);
  t.type(error, UsageError);
  t.match((error as Error).message, message);
}

t.test('a folder without a kernel', async (t) => {
  const folder = makeFolder(t, { 'lib/modules/6.1/modules.order': '', 'boot/config': '' });
  await refused(
    t,
    folder,
    /holds no kernel: it needs arch\/x86\/boot\/bzImage .*or one of vmlinuz\*, boot/,
  );
});

t.test('of several kernels the newest is meant, or the one that is chosen', async (t) => {
  const root = (release: string) => ({
    [`usr/lib/modules/${release}/vmlinuz`]: makeBzImage(release),
    [`usr/lib/modules/${release}/kernel/fs/xfs/xfs.ko.zst`]: '',
    [`usr/lib/modules/${release}/modules.order`]: '',
    [`usr/lib/modules/${release}/modules.builtin`]: '',
    [`boot/vmlinuz-${release}`]: makeBzImage(release),
  });
  const folder = makeFolder(t, { ...root('6.9.1'), ...root('6.10.2') });
  symlinkSync('usr/lib', path.join(folder, 'lib'));
  symlinkSync('boot/vmlinuz-6.9.1', path.join(folder, 'vmlinuz'));
  const newest = await kernelOfFolder(folder, 'x');
  t.equal(newest.release, '6.10.2');
  t.ok(existsSync(path.join(newest.modulesRoot ?? '', 'lib/modules/6.10.2/modules.dep')));
  const chosen = await kernelOfFolder(folder, 'x', '6.9.1');
  t.match(chosen, { release: '6.9.1', image: path.join(folder, 'lib/modules/6.9.1/vmlinuz') });
  t.ok(filesBelow(chosen.modulesRoot ?? '').includes('lib/modules/6.9.1/kernel/fs/xfs/xfs.ko.zst'));
  const absent = kernelOfFolder(folder, 'x', '5.0');
  await t.rejects(absent, /x holds no kernel 5\.0: choose --release from 6\.10\.2, 6\.9\.1$/);
});

t.test('a folder whose images are of no such machine says of what they are', async (t) => {
  const arm = Buffer.alloc(4096);
  arm.write('ARM\x64', 56, 'latin1');
  const folder = makeFolder(t, { 'boot/vmlinuz-6.1': arm });
  await refused(t, folder, /boot\/vmlinuz-6\.1 is an arm64 kernel: /);
  const both = makeFolder(t, { 'boot/vmlinuz-6.1': arm, vmlinuz: makeBzImage(RELEASE) });
  t.equal((await kernelOfFolder(both, 'x')).release, RELEASE);
});

t.test('a folder with one, at its top or below boot', async (t) => {
  for (const name of ['vmlinuz', 'bzImage', `boot/vmlinuz-${RELEASE}`]) {
    const folder = makeFolder(t, { [name]: makeBzImage(RELEASE), 'boot/initrd.img': '' });
    t.same(await kernelOfFolder(folder, 'as asked'), {
      image: path.join(folder, name),
      release: RELEASE,
      modulesRoot: null,
      config: null,
      source: 'as asked',
    });
  }
});

t.test('modules beside it are staged in the cache, wanted ones only', async (t) => {
  const modules = `lib/modules/${RELEASE}`;
  const folder = makeFolder(t, {
    vmlinuz: makeBzImage(RELEASE),
    [`${modules}/modules.order`]: '',
    [`${modules}/modules.builtin`]: '',
    [`${modules}/kernel/drivers/net/unwanted.ko`]: '',
  });
  const { modulesRoot } = await kernelOfFolder(folder, 'x');
  const kept = filesBelow(modulesRoot ?? folder);
  t.ok(modulesRoot?.startsWith(process.env.XDG_CACHE_HOME ?? '/nowhere'));
  t.ok(kept.includes(`${modules}/modules.dep`));
  t.same(
    kept.filter((file) => file.includes('unwanted')),
    [],
  );
});

t.test('a build tree is known by its bzImage, whatever lies beside it', async (t) => {
  const folder = makeFolder(t, {
    'arch/x86/boot/bzImage': makeBzImage(RELEASE),
    '.config': 'CONFIG_EXT4_FS=y\nCONFIG_BTRFS_FS=m\n',
    vmlinux: 'not looked at',
  });
  const kernel = await kernelOfFolder(folder, 'x');
  t.match(kernel, { image: path.join(folder, 'arch/x86/boot/bzImage'), modulesRoot: null });
});
