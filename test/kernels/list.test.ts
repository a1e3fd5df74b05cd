import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { listKernels, stampOf } from '../../src/kernels/list.js';
import { makeBzImage } from '../fixtures/bzimage.js';

/** A folder of kernels, with names that say nothing of their versions. */
function makeFolder(t: Test, releases: Readonly<Record<string, string>>): string {
  const folder = t.testdir();
  for (const [name, release] of Object.entries(releases)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, makeBzImage(release));
  }
  return folder;
}

const list = (over: Partial<Parameters<typeof listKernels>[0]>) =>
  listKernels({ named: [], from: null, keepOrder: false, ...over });

const RELEASES = { a: '6.1.10-a', b: '6.1.9-b', 'c/vmlinuz-6.12': '6.12.0-c', d: '5.10.0-d' };

t.test('a folder of kernels comes in version order, or as it lies there', async (t) => {
  const folder = makeFolder(t, RELEASES);
  writeFileSync(path.join(folder, 'initrd.img'), 'no kernel');
  mkdirSync(path.join(folder, 'empty'));
  const names = async (over: object) =>
    (await list(over)).map((k) => path.relative(folder, k)).join(' ');
  t.equal(await names({ from: folder }), 'd b a c');
  t.equal(await names({ named: [folder] }), 'd b a c');
  t.equal(await names({ from: folder, keepOrder: true }), 'a b c d');
});

t.test('kernels that are named stay in the order in which they are named', async (t) => {
  const folder = makeFolder(t, RELEASES);
  const named = ['a', 'd', 'b'].map((name) => path.join(folder, name));
  t.same(await list({ named }), named);
  t.same(await list({ named: ['lab:b', 'lab:a'] }), ['lab:b', 'lab:a']);
});

t.test('a file may have comments, empty lines, and every kind of K', async (t) => {
  const folder = makeFolder(t, RELEASES);
  const [a, b] = [path.join(folder, 'a'), path.join(folder, 'b')];
  const file = path.join(folder, 'list');
  writeFileSync(file, `# kernels\n\n${a}   # the newer one\n\t${b}\r\nlab:panics\n#${a}\n`);
  t.same(await list({ from: file }), ['lab:panics', b, a]);
  t.same(await list({ from: file, keepOrder: true }), [a, b, 'lab:panics']);
});

t.test('a pattern stands for the kernels that apt knows, without meta-packages', async (t) => {
  const kernels = await list({ named: ['debian:linux-image-6.1.*-cloud-amd64'] });
  t.ok(kernels.length > 1, `${kernels.length} kernels`);
  t.ok(kernels.every((k) => /^debian:linux-image-6\.1\.0-\d+-cloud-amd64$/.test(k)));
  const numbers = kernels.map((k) => Number(/-(\d+)-cloud/.exec(k)?.[1]));
  t.same(
    numbers,
    numbers.toSorted((one, other) => one - other),
    'oldest first',
  );
  t.same(await list({ named: ['debian:linux-image-cloud-amd64'] }), [
    'debian:linux-image-cloud-amd64',
  ]);
});

t.test('bad lists are refused in a sentence', async (t) => {
  const folder = makeFolder(t, RELEASES);
  const a = path.join(folder, 'a');
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const link = `${folder}/../${path.basename(folder)}/a`;
  for (const [over, message] of [
    [{}, /there is no kernel to test/],
    [{ from: file('none', '# nothing\n') }, /names no kernel: write one a line/],
    [{ from: path.join(folder, 'missing') }, /--kernels-from .* does not exist/],
    [{ named: [path.join(folder, 'missing')] }, /the kernel .* does not exist/],
    [{ named: [a, link] }, /is in the list twice/],
    [{ named: ['lab:a', 'lab:a'] }, /lab:a is in the list twice/],
    [{ named: ['debian:no-such-kernel-*'] }, /no kernel that apt knows matches debian:no-such/],
    [{ named: ['debian:linux-image-[56]*'] }, /is no pattern for packages/],
    [{ named: ['debian:no-such-package'] }, /apt does not know the package no-such-package/],
    [{ named: [file('text', 'hello')] }, /is no kernel/],
    [{ from: path.join(folder, 'c/vmlinuz-6.12') }, /is no text: --kernels-from takes/],
  ] as const) {
    await t.rejects(list(over), message);
  }
  mkdirSync(path.join(folder, 'hollow'));
  await t.rejects(
    list({ from: path.join(folder, 'hollow') }),
    /holds no kernel: it needs bzImages/,
  );
});

t.test('the stamp of a kernel changes when its file is replaced', async (t) => {
  const folder = makeFolder(t, RELEASES);
  for (const k of [path.join(folder, 'a'), path.join(folder, 'c')]) {
    const before = await stampOf(k);
    t.equal(await stampOf(k), before);
    utimesSync(k.endsWith('c') ? path.join(k, 'vmlinuz-6.12') : k, 1, 1);
    t.not(await stampOf(k), before);
  }
  t.equal(await stampOf('lab:panics'), '');
});

t.test(
  'a byte order mark is read over, and a name that cannot be printed is refused',
  async (t) => {
    const image = makeBzImage('6.1.0-x');
    const folder = t.testdir();
    const at = (name: string): string => path.join(folder, name);
    for (const name of ['one', 'q\nz', 'a\u202eb', 'c\u001b[2Jd']) writeFileSync(at(name), image);
    writeFileSync(at('list'), `\ufeff${at('one')}\n`);
    const none = { named: [], from: null, keepOrder: true };
    t.same(await listKernels({ ...none, from: at('list') }), [at('one')]);
    for (const name of ['q\nz', 'a\u202eb', 'c\u001b[2Jd'])
      await t.rejects(listKernels({ ...none, named: [at(name)] }), /cannot be printed: rename it/);
  },
);

t.test('a list that no campaign takes is refused in a sentence', async (t) => {
  const named = Array.from({ length: 4097 }, (_, index) => `lab:${index}`);
  const message = /^the list holds 4097 kernels, and a campaign takes 4096: give it in parts$/;
  await t.rejects(listKernels({ named, from: null, keepOrder: true }), { message });
});
