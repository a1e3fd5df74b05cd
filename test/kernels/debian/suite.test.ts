import { rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { kernelOfDebian } from '../../../src/kernels/debian/debian.js';
import { aptOfSuite, suiteSources } from '../../../src/kernels/debian/suite.js';
import { listKernels } from '../../../src/kernels/list.js';
import { type FixturePackage, knowOnly, makeArchive } from '../../fixtures/apt.js';
import { makeBzImage } from '../../fixtures/bzimage.js';

const OLD = image('5.10.0-9-amd64');
const NEW = image('5.10.0-10-amd64');
const META = { name: 'linux-image-amd64', version: '5.10.3-1', depends: NEW.name };

function image(release: string): FixturePackage {
  const files = { [`boot/vmlinuz-${release}`]: makeBzImage(release) };
  return { name: `linux-image-${release}`, version: `${release.split('-')[1]}-1`, files };
}

/** A machine whose apt knows nothing of kernels, and a suite in an archive beside it. */
async function archiveOf(t: Test, packages: readonly FixturePackage[]) {
  const folder = t.testdir({ cache: {} });
  process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
  await knowOnly(folder, []);
  const archive = path.join(folder, 'suite');
  const line = makeArchive(archive, packages);
  return { folder, archive, sources: () => [line] };
}

t.test('kernels of a suite that the machine does not know', async (t) => {
  const { sources } = await archiveOf(t, [NEW, OLD, META]);
  await aptOfSuite('bullseye', sources);
  const listed = await listKernels({
    named: ['debian:linux-image-*/bullseye'],
    from: null,
    keepOrder: false,
  });
  const named = [OLD, NEW].map(({ name }) => `debian:${name}/bullseye`);
  t.same(listed, named, 'in version order, without the meta-package');
  const { release, source } = await kernelOfDebian('linux-image-amd64/bullseye');
  t.equal(release, '5.10.0-10-amd64');
  t.equal(source, `debian:${NEW.name}=10-1/bullseye`);
  t.equal((await kernelOfDebian(source.replace('debian:', ''))).source, source, 'it is a K itself');
  await t.rejects(
    kernelOfDebian('linux-image-none/bullseye'),
    /does not know the package linux-image-none\/bullseye: check its name and the suite/,
  );
  await t.rejects(
    listKernels({ named: ['debian:linux-image-7*/bullseye'], from: null, keepOrder: false }),
    /no kernel that apt knows matches debian:linux-image-7\*\/bullseye: check the pattern and/,
  );
  await t.rejects(kernelOfDebian(NEW.name), /does not know the package .* apt-get update/);
  await t.rejects(kernelOfDebian('linux-*/bullseye'), /stands for several kernels: name one/);
});

t.test('lists that cannot be read are a sentence, unless there are some from before', async (t) => {
  const { folder, archive, sources } = await archiveOf(t, [NEW]);
  const nowhere = () => [`deb [trusted=yes] copy:${folder}/missing ./`];
  await t.rejects(
    aptOfSuite('trixie', nowhere),
    /lists of Debian's trixie cannot be read .*: check/,
  );
  const { APT_CONFIG } = await aptOfSuite('trixie', sources);
  t.match(APT_CONFIG, /apt\/trixie\/apt.conf$/, 'a failure is not kept');
  // What another process finds a week later, without a network: as if this one had just begun.
  utimesSync(path.join(path.dirname(APT_CONFIG ?? ''), 'lists-read'), 1, 1);
  rmSync(archive, { recursive: true });
  const fresh = await import(`../../../src/kernels/debian/suite.js?${'later'}`);
  t.same(await fresh.aptOfSuite('trixie', sources), { APT_CONFIG });
});

t.test('a suite brings its updates for security, where it has any', async (t) => {
  const archives = (suite: string) =>
    suiteSources(suite).map((line) => /debian\.org\/(\S+ \S+) main$/.exec(line)?.[1]);
  t.same(archives('trixie'), ['debian trixie', 'debian-security trixie-security']);
  t.same(archives('bookworm-backports'), ['debian bookworm-backports']);
  t.same(archives('bullseye-security'), ['debian-security bullseye-security']);
  t.same(archives('sid'), ['debian sid']);
});
