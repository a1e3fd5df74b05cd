import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { UsageError } from '../../../src/errors.js';
import { filesBelow } from '../../../src/files/files-below.js';
import { kernelOfArchive } from '../../../src/kernels/archives/archive.js';
import { makeBzImage } from '../../fixtures/bzimage.js';
import { makeDeb } from '../../fixtures/packages.js';
import { writeBelow } from '../../fixtures/write-below.js';

const RELEASE = '6.1.0-56-amd64';
const IMAGE = `boot/vmlinuz-${RELEASE}`;
const CONTROL = `Package: linux-image-fixture
Version: 1
Architecture: amd64
Maintainer: nobody <nobody@example.invalid>
Description: a kernel that boots nowhere
`;

/** Folders of a test: a cache of its own, to see what is left in it, and one to build a package in. */
function folders(t: Test): { cache: string; work: string } {
  const folder = t.testdir({ cache: {}, work: { data: {} } });
  process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
  return { cache: path.join(folder, 'cache'), work: path.join(folder, 'work') };
}

/** A package as dpkg-deb would never make it: its members are given to tar one call after the other. */
function makeOddDeb(work: string, ...tarCalls: readonly (readonly string[])[]): string {
  const run = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { cwd: work, stdio: 'pipe' });
  writeBelow(work, { 'debian-binary': '2.0\n', control: CONTROL });
  run('tar', ['-cf', 'control.tar', './control']);
  for (const args of tarCalls) run('tar', ['-rPf', 'data.tar', '-C', 'data', ...args]);
  run('ar', ['rc', 'odd.deb', 'debian-binary', 'control.tar', 'data.tar']);
  return path.join(work, 'odd.deb');
}

/** A folder of its own: what lies in one is put together. */
function folder(work: string, name: string): string {
  mkdirSync(path.join(work, name));
  return path.join(work, name);
}

const kernelOf = (file: string, source = 'x', parts: readonly string[] = []) =>
  kernelOfArchive(file, { source, choice: null, parts });

/** That a package is refused with a message, and that nothing is left of it. */
async function refused(t: Test, cache: string, deb: string, message: RegExp): Promise<void> {
  const error = await kernelOf(deb).catch((thrown: unknown) => thrown);
  t.type(error, UsageError);
  t.match((error as Error).message, message);
  t.same(filesBelow(cache), []);
}

t.test('image and wanted modules are unpacked, once', async (t) => {
  const { cache, work } = folders(t);
  const modules = `usr/lib/modules/${RELEASE}`;
  const deb = makeDeb(work, {
    [IMAGE]: makeBzImage(RELEASE),
    [`boot/config-${RELEASE}`]: 'CONFIG_EXT4_FS=m\n',
    [`${modules}/modules.order`]: '',
    [`${modules}/modules.builtin`]: '',
    [`${modules}/kernel/drivers/net/unwanted.ko`]: '',
    'usr/share/doc/readme': 'nothing that boots',
  });
  const kernel = await kernelOf(deb, 'debian:fixture=1');
  t.match(kernel, { release: RELEASE, source: 'debian:fixture=1' });
  t.equal(kernel.config, path.join(path.dirname(kernel.image), `config-${RELEASE}`));
  t.same(readFileSync(kernel.image), makeBzImage(RELEASE));
  t.equal(kernel.modulesRoot, path.dirname(path.dirname(kernel.image)));
  const root = path.relative(cache, kernel.modulesRoot ?? '');
  const kept = filesBelow(cache).map((file) => path.relative(root, file));
  t.ok(kept.includes(IMAGE));
  t.ok(kept.includes(`lib/modules/${RELEASE}/modules.order`), 'usr/lib is lib');
  t.ok(kept.includes(`lib/modules/${RELEASE}/modules.dep`), 'dependencies are worked out');
  t.same(
    kept.filter((file) => /unwanted|readme/.test(file)),
    [],
  );
  const { ino } = statSync(kernel.image);
  t.same(await kernelOf(deb, 'debian:fixture=1'), kernel);
  t.equal(statSync(kernel.image).ino, ino, 'the second time it comes from the cache');
});

t.test('modules in a package of their own are put beside the image', async (t) => {
  const { work } = folders(t);
  const modules = `lib/modules/${RELEASE}`;
  const image = makeDeb(folder(work, 'image'), { [IMAGE]: makeBzImage(RELEASE) });
  const rest = makeDeb(folder(work, 'modules'), {
    [`${modules}/modules.order`]: '',
    [`${modules}/modules.builtin`]: '',
    [`${modules}/kernel/fs/ext4/ext4.ko`]: '',
  });
  const kernel = await kernelOf(image, 'x', [rest]);
  t.ok(existsSync(path.join(kernel.modulesRoot ?? '', modules, 'modules.dep')));
  t.ok(existsSync(path.join(kernel.modulesRoot ?? '', modules, 'kernel/fs/ext4/ext4.ko')));
});

t.test('a kernel without modules', async (t) => {
  const { work } = folders(t);
  const kernel = await kernelOf(makeDeb(work, { [IMAGE]: makeBzImage(RELEASE) }));
  t.equal(kernel.modulesRoot, null);
});

t.test('a package without a kernel', async (t) => {
  const { cache, work } = folders(t);
  const deb = makeDeb(work, { 'usr/share/doc/readme': 'no kernel' });
  await refused(
    t,
    cache,
    deb,
    /holds no kernel \(vmlinuz\*, boot.*\): it is linux-image-fixture, "a kernel that boots nowhere", and it holds usr\/share\/doc; give/,
  );
});

t.test('a package with two kernels, and one with two copies of a kernel', async (t) => {
  const { cache, work } = folders(t);
  const image = makeBzImage(RELEASE);
  const two = { [IMAGE]: image, 'boot/vmlinuz-7.0': makeBzImage('7.0') };
  const deb = makeDeb(work, two);
  const message =
    /holds several kernels \(6\.1\.0-56-amd64, 7\.0\): choose one with vm --release, or unpack it$/;
  await refused(t, cache, deb, message);
  const chosen = { source: 'x', choice: '7.0', parts: [] };
  t.equal((await kernelOfArchive(deb, chosen)).release, '7.0');
  await t.rejects(kernelOf(deb), message, 'from the cache too');
  const absent = kernelOfArchive(deb, { ...chosen, choice: '5.0' });
  await t.rejects(absent, /x holds no kernel 5\.0: choose --release from 6\.1\.0-56-amd64, 7\.0/);
  const copies = { [IMAGE]: image, [`lib/modules/${RELEASE}/vmlinuz`]: image };
  t.equal((await kernelOf(makeDeb(work, copies, { version: '2' }))).release, RELEASE);
});

t.test('a package whose kernel is none', async (t) => {
  const { cache, work } = folders(t);
  await refused(
    t,
    cache,
    makeDeb(work, { [IMAGE]: 'text' }),
    /_1_amd64\.deb: boot\/vmlinuz-6\.1\.0-56-amd64 is no kernel/,
  );
});

t.test('a package that is cut off', async (t) => {
  const { cache, work } = folders(t);
  const deb = makeDeb(work, { [IMAGE]: makeBzImage(RELEASE) });
  truncateSync(deb, statSync(deb).size - 100);
  await refused(t, cache, deb, /is not a whole Debian package \(.+\): fetch it again$/);
});

t.test('a file that is no package', async (t) => {
  const { cache, work } = folders(t);
  writeBelow(work, { 'not.deb': 'text\n'.repeat(100) });
  const deb = path.join(work, 'not.deb');
  await refused(t, cache, deb, /not\.deb is no archive: give a package or a tarball$/);
});

for (const [name, evil] of [
  ['beside the folder', '../evil'],
  ['by a detour', 'boot/../../../evil'],
] as const) {
  t.test(`a path that climbs out ${name}`, async (t) => {
    const { cache, work } = folders(t);
    writeBelow(path.join(work, 'data'), { [IMAGE]: makeBzImage(RELEASE), evil: 'climbed' });
    const deb = makeOddDeb(work, [IMAGE], [`--transform=s,^evil,${evil},`, 'evil']);
    await refused(t, cache, deb, /is refused: its path ".*evil" climbs out; fetch it again$/);
    t.notOk(existsSync(path.join(cache, 'evil')));
  });
}

t.test('a path that is absolute', async (t) => {
  const { cache, work } = folders(t);
  const target = path.join(cache, 'evil');
  writeBelow(path.join(work, 'data'), { [IMAGE]: makeBzImage(RELEASE), evil: 'climbed' });
  const deb = makeOddDeb(work, [`--transform=s,^evil,${target},`, 'evil'], [IMAGE]);
  await refused(t, cache, deb, /is refused: its path "\/.*evil" climbs out; fetch it again$/);
});

t.test('a symbolic link that points the next entry out is not made', async (t) => {
  const { cache, work } = folders(t);
  const outside = path.join(work, 'outside');
  mkdirSync(outside);
  const data = path.join(work, 'data');
  symlinkSync(outside, path.join(data, 'boot'));
  writeBelow(data, { 'real/image': makeBzImage(RELEASE) });
  const deb = makeOddDeb(work, ['boot'], [`--transform=s,^real/image,${IMAGE},`, 'real/image']);
  const { image } = await kernelOf(deb);
  t.same(filesBelow(outside), []);
  t.ok(image.startsWith(cache));
});

t.test('a sparse file is refused, for its bytes are not what they seem', async (t) => {
  const { cache, work } = folders(t);
  const image = path.join(work, 'data', IMAGE);
  writeBelow(path.join(work, 'data'), { [IMAGE]: makeBzImage(RELEASE) });
  truncateSync(image, 1 << 20);
  await refused(t, cache, makeOddDeb(work, ['-S', IMAGE]), /is refused: it holds a sparse file;/);
});

t.test('a member that is too large is refused at its header, and not read', async (t) => {
  const { cache, work } = folders(t);
  const huge = path.join(work, 'data/usr/share/huge');
  writeBelow(path.join(work, 'data'), { [IMAGE]: makeBzImage(RELEASE), 'usr/share/huge': '' });
  truncateSync(huge, 12 * 1024 ** 3);
  // Of what it says to hold, a megabyte is there: to be read to its end it would have to be whole.
  const pack = `tar -cf - -C data ${IMAGE} usr/share/huge | head -c ${1 << 20} > data.tar`;
  writeBelow(work, { 'debian-binary': '2.0\n', control: CONTROL });
  const make = `${pack}; tar -cf control.tar ./control; ar rc huge.deb debian-binary control.tar data.tar`;
  execFileSync('sh', ['-c', make], { cwd: work, stdio: 'pipe' });
  const deb = path.join(work, 'huge.deb');
  await refused(t, cache, deb, /is refused: it unpacks to more than 4 GiB; fetch it again$/);
});

t.test('a symbolic link is no kernel', async (t) => {
  const { cache, work } = folders(t);
  const secret = path.join(work, 'secret');
  writeFileSync(secret, makeBzImage(RELEASE));
  mkdirSync(path.join(work, 'data/boot'));
  symlinkSync(secret, path.join(work, 'data', IMAGE));
  await refused(t, cache, makeOddDeb(work, [IMAGE]), /holds no kernel/);
});
