/** The distribution's stock kernel, booted for real: clean, with the evidence that says what clean is worth. */
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { resultSchema } from '../../src/result/result.js';
import { everywhereScenarioIds } from '../../src/scenarios/list.js';
import { fetchedKernel, STOCK_KERNEL } from '../fixtures/boot.js';
import { makeResettingImage } from '../fixtures/bzimage.js';
import { runCli } from '../fixtures/cli.js';

/** Scenarios that are worth nothing without huge faults. */
const HUGE = ['stale-zero-page', 'huge-fault-write-race'];

t.test('ext4 and xfs are clean, DAX, and really raced', async (t) => {
  const folder = t.testdir({ tmp: {} });
  const json = path.join(folder, 'result.json');
  const scenarios = everywhereScenarioIds.flatMap((id) => ['--scenario', id]);
  const filesystems = ['--fs', 'ext4', '--fs', 'xfs'];
  const args = ['vm', '--kernel', STOCK_KERNEL, ...filesystems, ...scenarios, '--json', json];
  const { exitCode, stdout, stderr } = await runCli([...args, '--', '--seconds', '6'], {
    env: { TMPDIR: path.join(folder, 'tmp') },
  });
  t.equal(exitCode, 0, stdout + stderr);
  const result = resultSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
  t.match(result, {
    verdict: 'clean',
    reason: null,
    finding: null,
    complaints: [],
    target: { dax: true, daxProof: 'statx' },
  });
  t.match(result.targets, [{ filesystem: 'ext4' }, { filesystem: 'xfs', dax: true }]);
  t.equal(result.scenarios.length, 2 * everywhereScenarioIds.length);
  for (const scenario of result.scenarios.filter(({ id }) => id === 'fault-write-race')) {
    const { filesystem, attempts, overlapped, early } = scenario;
    // A quiet machine makes thousands, of which about half are early.
    t.ok(overlapped > 300, `${filesystem}: ${overlapped} overlapped`);
    t.ok(
      early > 0.15 * attempts && early < 0.85 * attempts,
      `${filesystem}: ${early} of ${attempts} early`,
    );
  }
  for (const scenario of result.scenarios.filter(({ id }) => HUGE.includes(id))) {
    t.ok(
      scenario.gates.some(({ id, met }) => id === 'huge-zero-page' && met),
      'a huge zero page was mapped',
    );
  }
  t.same(readdirSync(path.join(folder, 'tmp')), [], 'nothing is left behind');
});

t.test('without its modules there is no persistent memory, and that is untested', async (t) => {
  // The kernel's image alone.
  const fetched = await fetchedKernel();
  const { release, modulesRoot } = fetched;
  const image = path.join(t.testdir(), 'vmlinuz');
  copyFileSync(fetched.image, image);
  const builtIn = path.join(modulesRoot ?? '', 'lib/modules', release, 'modules.builtin');
  const hasDisk = readFileSync(builtIn, 'utf8').includes('/virtio_blk.ko');
  const { exitCode, stdout, stderr } = await runCli(['vm', '--kernel', image, '--seconds', '2']);
  t.equal(exitCode, 125, stderr);
  // Debian's kernel has no driver for a disk then, and the runtime has to travel in the initramfs; Ubuntu's has.
  t.equal(stderr.includes('has no virtio-blk disk: booting again'), !hasDisk, stderr);
  t.match(
    stdout,
    /^untested: no \/dev\/pmem0 appeared for memmap: the kernel needs X86_PMEM_LEGACY/m,
  );
  t.ok(existsSync(fetched.image), 'the cached kernel is untouched');
});

t.test('a kernel that resets the machine at once is explained', async (t) => {
  const image = path.join(t.testdir(), 'vmlinuz');
  writeFileSync(image, makeResettingImage('4.13.0'));
  const { exitCode, stdout } = await runCli(['vm', '--kernel', image, '--accel', 'tcg']);
  t.equal(exitCode, 125, stdout);
  t.match(stdout, /^ {2}died: the kernel reset the machine before its first word, .*--append/m);
});
