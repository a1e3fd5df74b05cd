import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import t, { type Test } from 'tap';
import { bases } from '../../../scripts/lab/bases.js';
import { sourcePackage, unpackedSource } from '../../../scripts/lab/source.js';
import { UsageError } from '../../../src/errors.js';
import { makePrivateApt } from '../../../src/kernels/debian/private-apt.js';
import { type FixturePackage, knowOnly, makeArchive } from '../../fixtures/apt.js';
import { writeBelow } from '../../fixtures/write-below.js';

const silent = pino({ level: 'silent' });
const SOURCE_PACKAGE = bases['6.1'].source;

/** The source as Debian packages it, less nearly all of it. */
function packageOf(folder: string, version: string): FixturePackage {
  const tree = path.join(folder, version);
  writeBelow(tree, { 'linux-source-6.1/Makefile': `# ${version}\n` });
  const tarball = path.join(tree, 'source.tar.xz');
  execFileSync('tar', ['-C', tree, '-cJf', tarball, 'linux-source-6.1']);
  const files = { 'usr/src/linux-source-6.1.tar.xz': readFileSync(tarball) };
  return { name: SOURCE_PACKAGE, version, files };
}

/** A machine whose apt knows the first versions, and Debian's archive with the others. */
async function machine(t: Test, own: readonly string[], ...debian: readonly string[]) {
  const folder = t.testdir({ cache: { holerace: {} }, own: {} });
  process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
  const packages = (versions: readonly string[]) => versions.map((one) => packageOf(folder, one));
  await knowOnly(path.join(folder, 'own'), packages(own));
  /** Replaces what Debian's archive holds. */
  const publish = (...versions: readonly string[]) =>
    makeArchive(path.join(folder, 'debian'), packages(versions));
  const source = publish(...debian);
  return { folder, publish, archive: () => makePrivateApt(path.join(folder, 'apt'), [source]) };
}

t.test("the machine's own apt comes first", async (t) => {
  const { archive } = await machine(t, ['6.1.1-1'], '6.1.2-1');
  const found = await sourcePackage(SOURCE_PACKAGE, archive);
  t.same(found, { name: SOURCE_PACKAGE, version: '6.1.1-1', apt: {} });
  const { folder, version } = await unpackedSource(found, silent);
  t.equal(version, '6.1.1-1');
  t.equal(readFileSync(path.join(folder, 'Makefile'), 'utf8'), '# 6.1.1-1\n');
});

t.test("where it does not know the source, Debian's archive does", async (t) => {
  const { archive, publish } = await machine(t, [], '6.1.2-1');
  publish('6.1.3-1');
  const found = await sourcePackage(SOURCE_PACKAGE, archive);
  t.equal(found.version, '6.1.3-1');
  publish('6.1.4-1');
  const newer = await sourcePackage(SOURCE_PACKAGE, archive);
  t.equal(newer.version, '6.1.4-1', 'lists are read anew as long as nothing is unpacked');
  const { folder } = await unpackedSource(newer, silent);
  t.equal(readFileSync(path.join(folder, 'Makefile'), 'utf8'), '# 6.1.4-1\n');
  publish('6.1.5-1');
  t.equal((await sourcePackage(SOURCE_PACKAGE, archive)).version, '6.1.4-1', 'and not after that');
});

/** That no package is found, and why. */
async function refused(t: Test, found: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await found.catch((thrown: unknown) => thrown);
  t.type(error, UsageError);
  t.match((error as Error).message, message);
}

t.test('a source that neither knows', async (t) => {
  const { archive } = await machine(t, []);
  const unknown = /^apt does not know the package linux-source-6\.1: /;
  await refused(t, sourcePackage(SOURCE_PACKAGE, archive), unknown);
});

t.test("of another source Debian's archive is not asked", async (t) => {
  const { archive } = await machine(t, [], '6.1.2-1');
  let asked = false;
  const watched = () => {
    asked = true;
    return archive();
  };
  const unknown = /^apt does not know the package linux-source-0\.1: /;
  await refused(t, sourcePackage('linux-source-0.1', watched), unknown);
  t.notOk(asked);
});

t.test('an archive that cannot be read is told as apt tells it', async (t) => {
  const { folder } = await machine(t, []);
  const nowhere = () =>
    makePrivateApt(path.join(folder, 'apt'), [`deb [trusted=yes] copy:${folder}/none ./`]);
  const unread = /^reading package lists \(apt-get update\) failed: E: /;
  await refused(t, sourcePackage(SOURCE_PACKAGE, nowhere), unread);
});
