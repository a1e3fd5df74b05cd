import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { kernelOfFolder } from '../../src/kernels/local/folder.js';
import { rooted } from '../../src/kernels/rooted.js';
import { makeBzImage } from '../fixtures/bzimage.js';

/** A root file system, beside what it must not be mistaken for. */
function makeRoots(t: Test) {
  const folder = realpathSync(
    t.testdir({ cache: {}, host: { file: '' }, root: { usr: { file: '' } } }),
  );
  const root = path.join(folder, 'root');
  const link = (name: string, target: string) => symlinkSync(target, path.join(root, name));
  return { root, host: path.join(folder, 'host'), link };
}

t.test('what is no link stays as it was given', async (t) => {
  const { root } = makeRoots(t);
  t.equal(rooted(root, 'usr/file'), path.join(root, 'usr/file'));
  t.equal(rooted(root, ''), path.join(root, ''));
  t.equal(rooted(root, 'usr/none'), null);
  t.equal(rooted(path.join(root, 'none'), 'file'), null);
});

t.test(
  'an absolute link leads to what is there in its own root, a relative one where it says',
  async (t) => {
    const { root, link } = makeRoots(t);
    link('lib', '/usr');
    link('near', 'usr/../lib/./file');
    t.equal(rooted(root, 'lib/file'), path.join(root, 'usr/file'));
    t.equal(rooted(root, 'near'), path.join(root, 'usr/file'));
  },
);

t.test('a link to what its root has not is one that the user made', async (t) => {
  const { root, host, link } = makeRoots(t);
  link('mine', path.join(host, 'file'));
  t.equal(rooted(root, 'mine'), path.join(root, 'mine'));
  link('nowhere', '/no/such/file');
  t.equal(rooted(root, 'nowhere'), null);
});

t.test('links that lead to each other end', async (t) => {
  const { root, link } = makeRoots(t);
  link('one', 'other');
  link('other', '/one');
  t.equal(rooted(root, 'one'), null);
});

t.test('of a root file system with absolute links its own kernel is meant', async (t) => {
  const { root, host, link } = makeRoots(t);
  process.env.XDG_CACHE_HOME = path.join(root, '../cache');
  mkdirSync(path.join(host, 'boot'));
  mkdirSync(path.join(root, host, 'boot'), { recursive: true });
  writeFileSync(path.join(host, 'boot/vmlinuz'), makeBzImage('6.1.0-host'));
  writeFileSync(path.join(root, host, 'boot/vmlinuz'), makeBzImage('6.2.0-root'));
  link('vmlinuz', path.join(host, 'boot/vmlinuz'));
  t.match(await kernelOfFolder(root, 'x'), { release: '6.2.0-root' });
});
