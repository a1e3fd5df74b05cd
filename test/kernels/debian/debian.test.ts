import { existsSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { UsageError } from '../../../src/errors.js';
import { filesBelow } from '../../../src/files/files-below.js';
import { kernelOfDebian, stockKernel } from '../../../src/kernels/debian/debian.js';
import { FIXTURE_VERSION, type FixturePackage, knowOnly } from '../../fixtures/apt.js';
import { makeBzImage } from '../../fixtures/bzimage.js';

const RELEASE = '7.0.0-44-generic';
const MODULES = `lib/modules/${RELEASE}`;

/** A kernel as Ubuntu packages it: image and modules apart, and modules that not every release has. */
const UBUNTU: readonly FixturePackage[] = [
  {
    name: 'linux-image-generic',
    depends: `linux-image-${RELEASE}, linux-modules-${RELEASE}, linux-firmware`,
    recommends: 'linux-image-amd64',
  },
  {
    name: `linux-image-${RELEASE}`,
    depends: `kmod, linux-base (>= 4.5), linux-modules-${RELEASE}`,
    recommends: `linux-modules-extra-${RELEASE}`,
    files: { [`boot/vmlinuz-${RELEASE}`]: makeBzImage(RELEASE) },
  },
  {
    name: `linux-modules-${RELEASE}`,
    files: {
      [`${MODULES}/modules.order`]: '',
      [`${MODULES}/modules.builtin`]: '',
      [`${MODULES}/kernel/fs/xfs/xfs.ko.zst`]: '',
    },
  },
];

const EXTRA: FixturePackage = {
  name: `linux-modules-extra-${RELEASE}`,
  depends: `linux-modules-${RELEASE}`,
  files: { [`${MODULES}/kernel/drivers/nvdimm/nd_pmem.ko.zst`]: '' },
};

/** An archive that apt knows, beside a cache of its own. */
async function archiveOf(t: Test, packages: readonly FixturePackage[]): Promise<void> {
  const folder = t.testdir({ cache: {} });
  process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
  await knowOnly(folder, packages);
}

async function refused(t: Test, promise: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await promise.catch((thrown: unknown) => thrown);
  t.type(error, UsageError);
  t.match((error as Error).message, message);
}

t.test('a meta-package stands for its kernel, with all packages of its modules', async (t) => {
  await archiveOf(t, [...UBUNTU, EXTRA]);
  const { release, source, modulesRoot } = await kernelOfDebian('linux-image-generic');
  t.equal(release, RELEASE);
  t.equal(source, `debian:linux-image-${RELEASE}=${FIXTURE_VERSION}`);
  const kept = filesBelow(path.join(modulesRoot ?? '', MODULES));
  for (const file of ['xfs/xfs.ko.zst', 'nvdimm/nd_pmem.ko.zst'])
    t.ok(
      kept.some((name) => name.endsWith(file)),
      file,
    );
});

t.test('modules that are only recommended, and in no archive, are not missed', async (t) => {
  await archiveOf(t, UBUNTU);
  const { modulesRoot } = await kernelOfDebian(`linux-image-${RELEASE}=${FIXTURE_VERSION}`);
  t.ok(existsSync(path.join(modulesRoot ?? '', MODULES, 'kernel/fs/xfs/xfs.ko.zst')));
});

t.test('the stock kernel is one that there is, and not one that others mention', async (t) => {
  await archiveOf(t, UBUNTU);
  t.equal(await stockKernel(), 'debian:linux-image-generic');
  t.equal(await stockKernel([`linux-image-${RELEASE}`]), `debian:linux-image-${RELEASE}`);
  await refused(t, stockKernel(['linux-image-amd64']), /apt knows none of .*linux-image-amd64/);
  const unknown = /apt does not know the package linux-image-amd64: check the name/;
  await refused(t, kernelOfDebian('linux-image-amd64'), unknown);
});

t.test('names that are none are refused before apt is asked', async (t) => {
  for (const name of ['', '-o', 'linux image', 'linux-image=', '../x', 'x;y'])
    await refused(t, kernelOfDebian(name), /is no package name/);
});

t.test('a meta-package that depends on itself has an end', async (t) => {
  await archiveOf(t, [{ name: 'linux-image-loop', depends: 'linux-image-loop' }]);
  await refused(t, kernelOfDebian('linux-image-loop'), /one meta-package after another/);
});
