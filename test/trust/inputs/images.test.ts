/** Files that are to be kernels, or packages of kernels: refused in a sentence, or read for a release that is one. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { filesBelow } from '../../../src/files/files-below.js';
import { kernelOfArchive } from '../../../src/kernels/archives/archive.js';
import { readRpmLabel } from '../../../src/kernels/archives/rpm-label.js';
import { readRelease } from '../../../src/kernels/image/bzimage.js';
import { makeBzImage } from '../../fixtures/bzimage.js';
import { damaged } from '../../fixtures/hostile/mutations.js';
import { holdReader } from '../../fixtures/hostile/readers.js';
import { makeDeb, makeTarball } from '../../fixtures/packages.js';

const folder = t.testdir({ cache: {}, made: {}, packages: {} });
const at = (...names: string[]): string => path.join(folder, ...names);
process.env.XDG_CACHE_HOME = at('cache');

const image = makeBzImage('6.1.0-fixture');
/** With the head of an RPM, which is read by itself. */
const rpm = Buffer.concat([
  Buffer.alloc(96),
  Buffer.from([0x8e, 0xad, 0xe8, 0x01, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 16]),
  Buffer.alloc(32),
  Buffer.from([0x8e, 0xad, 0xe8, 0x01, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 16]),
  Buffer.from([0, 0, 3, 0xe8, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 1]),
  Buffer.from('kernel-core\0\0\0\0\0'),
]);

t.test('images', async (t) => {
  const inputs = fc.oneof(damaged(fc.constant(image)), fc.uint8Array({ maxLength: 2000 }));
  await holdReader(t, 'images of kernels', inputs, (bytes) => {
    writeFileSync(at('made/image'), bytes);
    const release = readRelease(at('made/image'));
    return /^[A-Za-z0-9][A-Za-z0-9.+~_-]{0,127}$/.test(release) ? null : `a release ${release}`;
  });
});

t.test('heads of RPM packages', async (t) => {
  await holdReader(t, 'heads of RPM packages', damaged(fc.constant(rpm)), (bytes) => {
    writeFileSync(at('made/package.rpm'), bytes);
    readRpmLabel(at('made/package.rpm'));
    return null;
  });
});

t.test('packages and tarballs', async (t) => {
  const files = { 'boot/vmlinuz-6.1.0': image, 'lib/modules/6.1.0/modules.builtin': '' };
  const whole = [
    readFileSync(makeDeb(at('packages'), files)),
    readFileSync(makeTarball(at('packages', 'kernel.tar.gz'), files)),
    readFileSync(makeTarball(at('packages', 'kernel.tar'), files)),
  ];
  let made = 0;
  const inputs = damaged(fc.constantFrom(...whole));
  const read = async (bytes: Buffer): Promise<string | null> => {
    const file = at('made', `${made++}`, 'kernel.deb');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    const kernel = await kernelOfArchive(file, { source: 'x', choice: null, parts: [] }).finally(
      () => rmSync(path.dirname(file), { recursive: true }),
    );
    return /^6\.1\.0(?:-fixture)?$/.test(kernel.release) ? null : `a release ${kernel.release}`;
  };
  await holdReader(t, 'packages of kernels', inputs, read);
  const drafts = filesBelow(at('cache')).filter((one) => /\.draft-/.test(one));
  t.same(drafts, [], 'nothing is left of those that were refused');
});
