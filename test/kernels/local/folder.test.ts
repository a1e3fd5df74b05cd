import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { UsageError } from '../../../src/errors.js';
import { filesBelow } from '../../../src/files-below.js';
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
  await refused(t, folder, /holds no kernel: it needs arch\/x86\/boot\/bzImage/);
});

t.test('a folder with several', async (t) => {
  const image = makeBzImage(RELEASE);
  const folder = makeFolder(t, { 'vmlinuz-6.1': image, 'boot/vmlinuz-6.2': image });
  await refused(t, folder, /several kernels \(vmlinuz-6\.1, vmlinuz-6\.2\): name one$/);
});

t.test('a folder with one, at its top or below boot', async (t) => {
  for (const name of ['vmlinuz', 'bzImage', `boot/vmlinuz-${RELEASE}`]) {
    const folder = makeFolder(t, { [name]: makeBzImage(RELEASE), 'boot/initrd.img': '' });
    t.same(await kernelOfFolder(folder, 'as asked'), {
      image: path.join(folder, name),
      release: RELEASE,
      modulesRoot: null,
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

t.test('modules of another release are refused', async (t) => {
  const folder = makeFolder(t, {
    vmlinuz: makeBzImage(RELEASE),
    'lib/modules/5.10.0/kernel/fs/ext4/ext4.ko': '',
  });
  await refused(t, folder, /holds no modules of 6\.1\.0-56-amd64: give the folder/);
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

t.test('a modular build tree has its own modules_install staged', async (t) => {
  const modules = `$(INSTALL_MOD_PATH)/lib/modules/${RELEASE}`;
  const folder = makeFolder(t, {
    'arch/x86/boot/bzImage': makeBzImage(RELEASE),
    '.config': 'CONFIG_EXT4_FS=m\n',
    Makefile: `modules_install:\n\tmkdir -p ${modules}/kernel\n\ttouch ${modules}/modules.order ${modules}/modules.builtin\n`,
  });
  const { modulesRoot } = await kernelOfFolder(folder, 'x');
  t.ok(existsSync(path.join(modulesRoot ?? '', 'lib/modules', RELEASE, 'modules.dep')));
  const cache = filesBelow(process.env.XDG_CACHE_HOME ?? '');
  t.same(
    cache.filter((file) => file.includes('.installed')),
    [],
  );
});

t.test('a build tree that cannot install its modules leaves nothing', async (t) => {
  const folder = makeFolder(t, {
    'arch/x86/boot/bzImage': makeBzImage(RELEASE),
    '.config': 'CONFIG_XFS_FS=m\n',
    Makefile: 'modules_install:\n\tmkdir -p $(INSTALL_MOD_PATH)\n\tfalse\n',
  });
  await refused(t, folder, /^installing the modules of .* failed: /);
  t.same(filesBelow(process.env.XDG_CACHE_HOME ?? ''), []);
});
