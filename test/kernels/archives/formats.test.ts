/** Every kind of archive in which kernels are handed out, made by its own tool. */
import { existsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { UsageError } from '../../../src/errors.js';
import { filesBelow } from '../../../src/files/files-below.js';
import type { Kernel } from '../../../src/kernels/kernel.js';
import { resolveKernel } from '../../../src/kernels/resolve.js';
import { makeBzImage } from '../../fixtures/bzimage.js';
import { makeDeb, makeRpms, makeTarball } from '../../fixtures/packages.js';
import { writeBelow } from '../../fixtures/write-below.js';

const RELEASE = '6.18.0-1.x86_64';

/** Image and modules, below lib or usr/lib. */
function kernelFiles(modules: string, release = RELEASE) {
  return {
    image: { [`${modules}/${release}/vmlinuz`]: makeBzImage(release) },
    modules: {
      [`${modules}/${release}/modules.order`]: '',
      [`${modules}/${release}/modules.builtin`]: '',
      [`${modules}/${release}/kernel/fs/xfs/xfs.ko.zst`]: 'xfs',
    },
  };
}

/** A folder for packages, beside a cache of its own. */
function makeFolder(t: Test): string {
  const root = t.testdir({ cache: {}, work: {} });
  process.env.XDG_CACHE_HOME = path.join(root, 'cache');
  return path.join(root, 'work');
}

/** That a kernel is whole: image and modules, put together. */
function isWhole(t: Test, { image, release, modulesRoot }: Kernel, wanted = RELEASE): void {
  t.equal(release, wanted);
  t.ok(existsSync(image));
  const xfs = path.join(modulesRoot ?? '', 'lib/modules', release, 'kernel/fs/xfs/xfs.ko.zst');
  t.equal(statSync(xfs, { throwIfNoEntry: false })?.size, 3, 'with its modules');
}

async function refused(t: Test, k: string, message: RegExp): Promise<void> {
  const error = await resolveKernel(k).catch((thrown: unknown) => thrown);
  t.type(error, UsageError);
  t.match((error as Error).message, message);
  t.same(filesBelow(process.env.XDG_CACHE_HOME ?? ''), [], 'nothing is left');
}

t.test('RPM packages are put together, by the file or by the folder', async (t) => {
  const folder = makeFolder(t);
  const files = kernelFiles('lib/modules');
  const [core = '', devel = '', modules = ''] = makeRpms(folder, {
    core: files.image,
    devel: { 'usr/src/kernels/Makefile': 'all:\n' },
    modules: files.modules,
  });
  isWhole(t, await resolveKernel(core));
  isWhole(t, await resolveKernel(folder));
  const message =
    /devel-6\.18\.0-1\.x86_64\.rpm holds no kernel: it is kernel-devel, "the devel of a kernel";/;
  await t.rejects(resolveKernel(devel), message);
  truncateSync(modules, statSync(modules).size - 50);
  await t.rejects(
    resolveKernel(core),
    /modules.*\.rpm is not a whole RPM package .*fetch it again/,
  );
});

t.test('modules in another place are named', async (t) => {
  const folder = makeFolder(t);
  const files = kernelFiles('lib/modules');
  writeBelow(folder, { 'a/x': '', 'b/x': '', image: makeBzImage(RELEASE) });
  const [core = ''] = makeRpms(path.join(folder, 'a'), { core: files.image });
  const [modules = ''] = makeRpms(path.join(folder, 'b'), { modules: files.modules });
  t.equal((await resolveKernel(core)).modulesRoot === null, false);
  for (const k of [core, path.join(folder, 'image')])
    isWhole(t, await resolveKernel(k, { modules: [modules], release: null }));
  const alone = path.join(folder, 'alone');
  writeFileSync(alone, makeBzImage('5.0'));
  const other = resolveKernel(alone, { modules: [modules], release: null });
  await t.rejects(other, /holds no modules of 5\.0, only of 6\.18\.0-1\.x86_64: give/);
});

t.test('RPM packages of another machine, or of source code, are refused', async (t) => {
  const folder = makeFolder(t);
  const [arm = ''] = makeRpms(folder, { core: kernelFiles('lib/modules').image }, 'aarch64');
  await refused(t, arm, /is for aarch64: holerace boots x86-64 kernels only/);
  writeFileSync(path.join(folder, 'cut.rpm'), '\xed\xab\xee\xdb cut', 'latin1');
  await refused(t, path.join(folder, 'cut.rpm'), /cut\.rpm is not a whole RPM package: fetch it/);
});

for (const ending of ['pkg.tar.zst', 'tar', 'tar.gz', 'tar.xz', 'tar.bz2', 'tar.lz4']) {
  t.test(`a .${ending}`, async (t) => {
    const folder = makeFolder(t);
    const files = kernelFiles(ending === 'pkg.tar.zst' ? 'usr/lib/modules' : 'lib/modules');
    const file = path.join(folder, `linux-6.18.${ending}`);
    makeTarball(file, { ...files.image, ...files.modules, '.PKGINFO': 'pkgname = linux\n' });
    isWhole(t, await resolveKernel(file));
    isWhole(t, await resolveKernel(folder));
  });
}

t.test('tarballs that hold none, two, or are no archive at all', async (t) => {
  const folder = makeFolder(t);
  const one = makeTarball(path.join(folder, 'notes.tar.gz'), { 'notes/today': 'nothing' });
  await refused(t, one, /notes\.tar\.gz holds no kernel \(vmlinuz\*.*\): it holds notes\/today;/);
  const gz = path.join(folder, 'Image.gz');
  makeTarball(`${gz}.tar.gz`, { image: 'x' });
  writeFileSync(gz, Buffer.from('1f8b08000000000000034b4c4a0600c241243503000000', 'hex'));
  await refused(t, gz, /Image\.gz is not a whole archive \(.*\): fetch it again$/);
  const both = { ...kernelFiles('lib/modules').image, ...kernelFiles('lib/modules', '7.0').image };
  const two = makeTarball(path.join(folder, 'two.tar.xz'), both);
  await refused(
    t,
    two,
    /two\.tar\.xz holds several kernels \(.*\): choose one with vm --release, or unpack it$/,
  );
  const { release } = await resolveKernel(two, { modules: [], release: '7.0' });
  t.equal(release, '7.0');
});

const CLOUD = '7.2.13+deb14-cloud-amd64';
const SIGNED = { version: '7.2.13-1', source: 'linux-signed-amd64 (7.2.13+1)' };
const LINUX = { version: '7.2.13-1', source: 'linux' };

t.test("Debian's kernel in four packages, and Ubuntu's in three", async (t) => {
  const folder = makeFolder(t);
  const files = kernelFiles('usr/lib/modules', CLOUD);
  const part = (name: string) => `linux-${name}-${CLOUD}`;
  const of = (name: string) => `${part(name)} (= 7.2.13-1)`;
  const depends = ['base', 'binary', 'modules'].map(of).join(', ');
  const image = makeDeb(folder, {}, { name: part('image'), ...SIGNED, depends });
  await refused(t, image, /depends on linux-base-7\.2.*, which is not beside it: put its package/);
  makeDeb(folder, files.image, { name: part('binary'), ...SIGNED, depends: of('base') });
  makeDeb(folder, files.modules, { name: part('modules'), ...LINUX, depends: of('base') });
  const config = { [`usr/lib/modules/${CLOUD}/config`]: 'CONFIG_XFS_FS=m\n' };
  makeDeb(folder, config, { name: part('base'), ...LINUX });
  for (const k of [image, folder]) {
    const kernel = await resolveKernel(k);
    isWhole(t, kernel, CLOUD);
    t.ok(kernel.config?.endsWith(`lib/modules/${CLOUD}/config`));
  }
});

t.test('what make bindeb-pkg makes: headers, libc and symbols are no kernels', async (t) => {
  const folder = makeFolder(t);
  const files = kernelFiles('lib/modules', '6.18.0');
  const image = { ...files.modules, 'boot/vmlinuz-6.18.0': makeBzImage('6.18.0') };
  const built = { version: '6.18.0-1', source: 'linux-upstream' };
  makeDeb(folder, image, { name: 'linux-image-6.18.0', ...built });
  const vmlinux = { 'usr/lib/debug/lib/modules/6.18.0/vmlinux': 'symbols' };
  makeDeb(folder, vmlinux, { name: 'linux-image-6.18.0-dbg', ...built });
  const header = { 'usr/src/linux-headers-6.18.0/Makefile': 'all:\n' };
  const headers = makeDeb(folder, header, { name: 'linux-headers-6.18.0', ...built });
  makeDeb(folder, { 'usr/include/linux/a.h': '' }, { name: 'linux-libc-dev', ...built });
  isWhole(t, await resolveKernel(folder), '6.18.0');
  const { listKernels } = await import('../../../src/kernels/list.js');
  const kernels = await listKernels({ named: [folder], from: null, keepOrder: false });
  t.same(kernels, [path.join(folder, 'linux-image-6.18.0_6.18.0-1_amd64.deb')]);
  const named = listKernels({ named: [headers], from: null, keepOrder: false });
  await t.rejects(named, /holds no kernel: it is linux-headers-6\.18\.0, "a kernel/);
});
