/** Every filesystem that a stock kernel has, made in a guest: in the page cache, and ext2 with DAX. */
import t, { type Test } from 'tap';
import { vmFilesystems } from '../../src/guest/filesystems.js';
import type { GuestFilesystem } from '../../src/guest/order.js';
import { kernelOfDebian, stockKernel } from '../../src/kernels/debian.js';
import { MET_BY_TIME } from '../../src/race/need.js';
import type { Result } from '../../src/report/result.js';
import { coreScenarioIds } from '../../src/scenarios/list.js';
import { raceInVm } from '../../src/vm/race-in-vm.js';
import { fetchedKernel, shortRun } from '../fixtures/boot.js';

/** What the kernel calls the ones that it calls otherwise. */
const TYPES: Partial<Record<GuestFilesystem, string>> = { nfs: 'nfs4' };

const short = shortRun(await fetchedKernel());
const plan = { ...short.plan, scenarios: coreScenarioIds, seconds: 2 };
const inPageCache = { ...short, plan: { ...plan, expect: 'page-cache' as const } };

/** Whatever a busy machine lets come of a race: nothing is stale, and nothing is lacking but more attempts. */
function checkAll(t: Test, result: Result, filesystems: readonly GuestFilesystem[]): void {
  t.same(
    result.targets.map(({ filesystem }) => filesystem),
    filesystems.map((name) => TYPES[name] ?? name),
    result.reason ?? '',
  );
  t.equal(result.scenarios.length, filesystems.length * coreScenarioIds.length);
  for (const { id, filesystem, gates, attempts, stale } of result.scenarios) {
    const lacking = gates.filter((gate) => !gate.met && !MET_BY_TIME.includes(gate.id));
    t.same(lacking, [], `${id} on ${filesystem} was possible`);
    t.ok(attempts > 0);
    t.equal(stale, 0);
  }
  const inTurn = result.scenarios.filter(({ id }) => id === 'stale-zero-page');
  for (const { filesystem, verdict } of inTurn) t.equal(verdict, 'clean', filesystem);
}

t.test('the page cache of each is clean', async (t) => {
  // Debian's kernels for clouds have no 9p.
  const filesystems = vmFilesystems.filter((name) => name !== '9p');
  const result = await raceInVm({ ...inPageCache, filesystems });
  checkAll(t, result, filesystems);
  t.ok(result.targets.every(({ dax }) => !dax));
});

t.test('ext2 is clean with DAX', async (t) => {
  const result = await raceInVm({ ...short, plan, filesystems: ['ext2'] });
  checkAll(t, result, ['ext2']);
  t.match(result.target, { dax: true, daxProof: 'statx', pmem: 'memmap' });
});

t.test('9p is clean', async (t) => {
  const kernel = await kernelOfDebian((await stockKernel()).replace('debian:', ''));
  const result = await raceInVm({ ...inPageCache, kernel, filesystems: ['9p'] });
  checkAll(t, result, ['9p']);
  t.match(result.target, { dax: false, pmem: null });
});
