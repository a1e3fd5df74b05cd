/** The builder of lab kernels, on a small tree that makes a kernel in no time: what goes wrong is said, and leaves nothing half-made. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import t, { type Test } from 'tap';
import { bases } from '../../scripts/lab/bases.js';
import { sourcePackage } from '../../scripts/lab/source.js';
import { packageFile } from '../../scripts/package-file.js';
import { OBJECTS_FOLDER } from '../../src/git/worktree.js';

const BUILDER = fileURLToPath(new URL('../../scripts/lab/build.js', import.meta.url));
const SOURCE = packageFile('test/fixtures/kernel-source');
/** How long a step of the small tree may take before the test gives up. */
const WAIT_LIMIT_MS = 20_000;
const { source: SOURCE_PACKAGE, suite } = bases['6.1'];
const { version, apt } = await sourcePackage(SOURCE_PACKAGE);

/** A cache that holds the small tree in the place of the kernel's source. */
function smallCache(t: Test): string {
  const cache = t.testdir();
  const folder = path.join(cache, 'holerace/lab');
  mkdirSync(folder, { recursive: true });
  cpSync(SOURCE, path.join(folder, `source-${SOURCE_PACKAGE}-${version}`), { recursive: true });
  // The lists of Debian's archive, where the machine's apt does not know the source: no test needs the network.
  if (apt.APT_CONFIG !== undefined)
    cpSync(path.dirname(apt.APT_CONFIG), path.join(folder, 'apt', suite), { recursive: true });
  return cache;
}

function build(cache: string, ids: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(process.execPath, [BUILDER, ...ids], {
    reject: false,
    env: { XDG_CACHE_HOME: cache, ...env },
  });
}

/** The kernels in a cache, drafts included. */
function kernelsIn(cache: string): string[] {
  const folder = path.join(cache, 'holerace/lab/kernels');
  return existsSync(folder) ? readdirSync(folder) : [];
}

t.test('a kernel is built once, with its fault, and found in the cache after that', async (t) => {
  const cache = smallCache(t);
  const built = await build(cache, ['never-invalidate', 'zeroout-6.1']);
  t.equal(built.exitCode, 0, built.stderr);
  const images = built.stdout.split('\n').map((line) => line.split('\t')[1] ?? '');
  t.match(built.stdout, `lab:never-invalidate=${version}\t`);
  t.match(built.stdout, `lab:zeroout-6.1=${version}\t`);
  const [broken = '', unbroken = ''] = images.map((image) => readFileSync(image, 'utf8'));
  t.notMatch(broken, 'invalidate_inode_pages2_range');
  t.match(unbroken, 'invalidate_inode_pages2_range', 'the fault is gone from the source');
  t.match(broken, 'LOCALVERSION=-lab-never-invalidate');
  const again = await build(cache, ['never-invalidate', 'zeroout-6.1']);
  t.equal(again.stdout, built.stdout);
  t.equal(again.stderr, '', 'nothing was built');
});

t.test('a fault that does not apply is told by name', async (t) => {
  const cache = smallCache(t);
  const { exitCode, stderr } = await build(cache, ['no-unmap']);
  t.equal(exitCode, 255);
  t.match(stderr, /the fault no-unmap does not apply to the source .*there is no mm\/truncate\.c/);
  const other = await build(cache, ['hangs']);
  t.equal(other.exitCode, 255);
  t.match(other.stderr, /the fault hangs does not apply .*fs\/dax\.c has nothing that it matches/);
  t.same(kernelsIn(cache), []);
});

t.test('an option that the source drops is told by name', async (t) => {
  const cache = smallCache(t);
  const { exitCode, stderr } = await build(cache, ['zeroout-6.1'], { DROP: 'CONFIG_KPROBES=y' });
  t.equal(exitCode, 255);
  t.match(stderr, /does not take CONFIG_KPROBES=y: adapt/);
});

t.test('a build that fails leaves no kernel, and says where its words are', async (t) => {
  const cache = smallCache(t);
  const { exitCode, stderr } = await build(cache, ['zeroout-6.1'], { FAIL: '1' });
  t.equal(exitCode, 255);
  t.match(
    stderr,
    /building the lab kernel zeroout-6.1 failed \(fs\/dax\.c:1: error: .*\): see .*zeroout-6\.1\.make\.log/,
  );
  t.same(kernelsIn(cache), []);
  t.equal((await build(cache, ['zeroout-6.1'])).exitCode, 0);
});

for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
  t.test(`a build ended by ${signal} leaves no kernel and no trust in its objects`, async (t) => {
    const cache = smallCache(t);
    const killed = build(cache, ['zeroout-6.1'], { SLOW: '1' });
    const objects = path.join(
      cache,
      `holerace/lab/source-${SOURCE_PACKAGE}-${version}`,
      OBJECTS_FOLDER,
    );
    t.ok(await appears(path.join(objects, 'half.o')));
    killed.kill(signal);
    const { exitCode, stderr } = await killed;
    if (signal === 'SIGTERM') t.equal(exitCode, 143, stderr);
    t.notOk(kernelsIn(cache).some((name) => !name.includes('.draft-')));
    const again = await build(cache, ['zeroout-6.1']);
    t.equal(again.exitCode, 0, again.stderr);
    t.notOk(existsSync(path.join(objects, 'half.o')), 'the objects were made anew');
  });
}

t.test('two builders take turns', async (t) => {
  const cache = smallCache(t);
  const first = build(cache, ['zeroout-6.1'], { SLOW: '3' });
  t.ok(await appears(path.join(cache, 'holerace/lab/lock')));
  const second = await build(cache, ['zeroout-6.1', 'never-invalidate']);
  t.equal((await first).exitCode, 0);
  t.equal(second.exitCode, 0, second.stderr);
});

t.test('a damaged kernel in the cache is refused', async (t) => {
  const cache = smallCache(t);
  const { stdout } = await build(cache, ['zeroout-6.1']);
  writeFileSync(stdout.split('\t')[1] ?? '', 'half');
  const { exitCode, stderr } = await build(cache, ['zeroout-6.1']);
  t.equal(exitCode, 255);
  t.match(stderr, /the lab kernel zeroout-6.1 is damaged in the cache: remove /);
});

t.test('what is missing is told', async (t) => {
  const cache = t.testdir();
  const bogus = await build(cache, ['bogus']);
  t.equal(bogus.exitCode, 255);
  t.match(bogus.stderr, /there is no lab kernel bogus: choose one of unbroken, zeroout-6/);
  const noPackage = await build(cache, ['--source', 'linux-source-0.1', 'zeroout-6.1']);
  t.equal(noPackage.exitCode, 255);
  t.match(noPackage.stderr, /apt does not know the package linux-source-0\.1/);
  const script = `mount -t tmpfs -o size=16m none ${cache} && ${process.execPath} ${BUILDER} unbroken`;
  const noRoom = await execa('unshare', ['--mount', 'sh', '-c', script], {
    ...{ reject: false, env: { XDG_CACHE_HOME: cache } },
  });
  t.equal(noRoom.exitCode, 255);
  t.match(noRoom.stderr, /has no room for the lab kernels: free 3 GiB there/);
});

t.test('without a compiler the error names the packages', async (t) => {
  const cache = t.testdir({ bin: {} });
  // Hides the programs from a builder that sees this folder in the place of theirs.
  const hidden = ['/usr/bin/spatch', '/usr/bin/flex'];
  const script = [
    ...hidden.map((program) => `mount --bind /dev/null ${program}`),
    `${process.execPath} ${BUILDER} unbroken`,
  ].join(' && ');
  const { exitCode, stderr } = await execa('unshare', ['--mount', 'sh', '-c', script], {
    ...{ reject: false, env: { XDG_CACHE_HOME: cache } },
  });
  t.equal(exitCode, 255);
  t.match(
    stderr,
    /cannot be built without flex, spatch: install flex coccinelle, or run scripts\/setup lab/,
  );
});

async function appears(file: string): Promise<boolean> {
  for (const deadlineMs = performance.now() + WAIT_LIMIT_MS; performance.now() < deadlineMs; ) {
    if (existsSync(file)) return true;
    await delay(20);
  }
  return false;
}
