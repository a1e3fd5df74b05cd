/** Every backend of emulated persistent memory, booted for real. */
import t from 'tap';
import { raceInVm } from '../../src/vm/race-in-vm.js';
import { fetchedKernel, shortRun } from '../fixtures/boot.js';

const kernel = await fetchedKernel();
/** What is tested is the memory: a race of small pages and one that needs huge ones tell that it is all there. */
const scenarios = ['stale-zero-page', 'fault-write-race', 'huge-fault-write-race'];

for (const pmem of ['virtio-pmem', 'nvdimm'] as const) {
  t.test(`${pmem} gives a DAX filesystem`, async (t) => {
    const run = shortRun(kernel);
    const result = await raceInVm({ ...run, plan: { ...run.plan, scenarios, seconds: 6 }, pmem });
    t.match(
      result,
      { verdict: 'clean', target: { filesystem: 'ext4', dax: true, pmem } },
      result.reason ?? '',
    );
  });
}

t.test('a raw nvdimm is untested, also where xfs mounts on it without DAX', async (t) => {
  const result = await raceInVm({
    ...shortRun(kernel),
    pmem: 'nvdimm-raw',
    filesystems: ['ext4', 'xfs'],
  });
  t.equal(result.verdict, 'untested');
  t.same(result.scenarios, [], 'nothing was raced');
  t.match(
    result.reason,
    /ext4 could not be mounted with -o dax: .*DAX unsupported by block device/,
  );
  // This kernel's xfs warns and goes on; the file under test says that it is not DAX.
  t.match(result.reason, /the target is not DAX \(xfs, /);
  t.match(result.targets, [{ filesystem: 'xfs', dax: false }]);
});
