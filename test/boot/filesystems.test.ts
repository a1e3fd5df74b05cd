/** Every filesystem that a stock kernel has, made in a guest: in the page cache, and ext2 with DAX. */
import t from 'tap';
import { vmFilesystems } from '../../src/guest/filesystems.js';
import type { GuestFilesystem } from '../../src/guest/order.js';
import { kernelOfDebian, stockKernel } from '../../src/kernels/debian/debian.js';
import { coreScenarioIds } from '../../src/scenarios/list.js';
import { raceInVm } from '../../src/vm/race-in-vm.js';
import { fetchedKernel, shortRun } from '../fixtures/boot.js';
import { checkPossible } from '../fixtures/possible.js';

/** What the kernel calls the ones that it calls otherwise. */
const TYPES: Partial<Record<GuestFilesystem, string>> = { nfs: 'nfs4' };

const short = shortRun(await fetchedKernel());
const plan = { ...short.plan, scenarios: coreScenarioIds, seconds: 2 };
const inPageCache = { ...short, plan: { ...plan, expect: 'page-cache' as const } };

const typesOf = (names: readonly GuestFilesystem[]) => names.map((name) => TYPES[name] ?? name);

t.test('the page cache of each is clean', async (t) => {
  // Debian's kernels for clouds have no 9p.
  const filesystems = vmFilesystems.filter((name) => name !== '9p');
  const result = await raceInVm({ ...inPageCache, filesystems });
  checkPossible(t, result, typesOf(filesystems));
  t.ok(result.targets.every(({ dax }) => !dax));
});

// Without the sequence, half of which wants huge faults: ext2 tells holes block by block, and does not always give them.
t.test('ext2 is raced with DAX', async (t) => {
  const scenarios = ['fault-write-race'];
  const result = await raceInVm({ ...short, plan: { ...plan, scenarios }, filesystems: ['ext2'] });
  t.match(result.target, { filesystem: 'ext2', dax: true, daxProof: 'statx', pmem: 'memmap' });
  const [raced] = result.scenarios;
  t.match(raced, { id: 'fault-write-race', stale: 0 });
  t.same(
    raced?.gates.filter(({ met, metByTime }) => !met && metByTime !== true),
    [],
  );
  t.ok((raced?.attempts ?? 0) > 0);
});

t.test('9p is clean', async (t) => {
  const kernel = await kernelOfDebian((await stockKernel()).replace('debian:', ''));
  const result = await raceInVm({ ...inPageCache, kernel, filesystems: ['9p'] });
  checkPossible(t, result, ['9p']);
  t.match(result.target, { dax: false, pmem: null });
});
