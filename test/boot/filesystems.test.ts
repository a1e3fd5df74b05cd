/** Every filesystem that a stock kernel has, made in a guest: in the page cache, and ext2 with DAX. */
import t from 'tap';
import { type FilesystemName, vmChoices, vmFilesystems } from '../../src/filesystems/list.js';
import { kernelOfDebian, stockKernel } from '../../src/kernels/debian/debian.js';
import { coreScenarioIds } from '../../src/scenarios/list.js';
import { raceInVm } from '../../src/vm/race-in-vm.js';
import { fetchedKernel, shortRun } from '../fixtures/boot.js';
import { checkPossible } from '../fixtures/possible.js';

/** What the kernel calls the ones that it calls otherwise. */
const TYPES: Partial<Record<FilesystemName, string>> = { nfs: 'nfs4' };

const short = shortRun(await fetchedKernel());
const plan = { ...short.plan, scenarios: coreScenarioIds, seconds: 2 };
const inPageCache = { ...short, plan: { ...plan, expect: 'page-cache' as const } };

const typesOf = (names: readonly FilesystemName[]) => names.map((name) => TYPES[name] ?? name);

t.test('the page cache of each is clean', async (t) => {
  // Debian's kernels for clouds have neither 9p nor f2fs, and those of 6.1 have no ntfs.
  const lacking = ['9p', 'f2fs', 'ntfs', 'ntfs3'];
  const filesystems = vmFilesystems.filter((name) => !lacking.includes(name));
  const result = await raceInVm({ ...inPageCache, filesystems });
  checkPossible(t, result, typesOf(filesystems));
  t.ok(result.targets.every(({ dax }) => !dax));
});

/** Their stores beside write(2), and the direct writes of one, are not clean (docs/findings.md). */
for (const [name, suite] of [
  ['ntfs', 'sid'],
  ['ntfs3', 'trixie'],
] as const)
  t.test(
    `${name} is clean where it is known to be, and without the driver not tested`,
    async (t) => {
      const kernel = await kernelOfDebian(`linux-image-cloud-amd64/${suite}`);
      const result = await raceInVm({ ...inPageCache, kernel, filesystems: [name] });
      checkPossible(t, result, [name]);
      t.match(result.target, { dax: false, pmem: 'memmap' });
      t.match(await raceInVm({ ...inPageCache, filesystems: [name] }), {
        verdict: 'untested',
        reason: new RegExp(`^${name} could not be mounted: No such device`),
      });
    },
  );

/** A few are enough: the sequence is clean or not at once. */
const ATTEMPTS = 16;
const inTurn = { ...plan, scenarios: ['stale-zero-page'], attempts: ATTEMPTS, seconds: 20 };

t.test('each configuration is made as it is named, mounted and raced with DAX', async (t) => {
  // What exchanges ranges takes a later mkfs.xfs than Debian 12's: the lab has one.
  const filesystems = vmChoices.filter(
    (choice) => /^(?:ext4|xfs)/.test(choice) && choice !== 'xfs:exchange',
  );
  const result = await raceInVm({ ...short, plan: inTurn, filesystems });
  t.equal(result.verdict, 'clean', result.reason ?? '');
  const named = (name: string) => result.targets.find(({ filesystem }) => filesystem === name);
  for (const choice of filesystems) {
    const { dax, features } = named(choice) ?? {};
    t.equal(dax, true, choice);
    t.equal(features?.level, choice.endsWith(':4.0') ? 'of Linux 4.0' : "today's", choice);
    t.equal(features?.refused, null, choice);
  }
  const has = (name: string, feature: string) => named(name)?.features?.list.includes(feature);
  t.ok(has('ext4', 'has_journal') && !has('ext4:nojournal', 'has_journal'));
  t.ok(has('ext4:bigalloc', 'bigalloc'));
  t.ok(
    has('xfs', 'reflink=1') && has('xfs:noreflink', 'reflink=0') && has('xfs:rmapbt', 'rmapbt=1'),
  );
  for (const name of ['ext4:dax-inode', 'xfs:dax-inode'])
    t.notMatch(named(name)?.mountOptions, /dax=always/);
});

t.test('a kernel that refuses reflink with DAX gets an xfs without, and says so', async (t) => {
  const kernel = await kernelOfDebian('linux-image-cloud-amd64/bullseye');
  const filesystems = ['xfs', 'xfs:reflink'] as const;
  const result = await raceInVm({ ...short, kernel, plan: inTurn, filesystems });
  t.match(result.target?.features, {
    level: 'of Linux 5.10, no reflink',
    refused:
      /^today's: could not be mounted with -o dax: .*DAX and reflink cannot be used together/,
  });
  t.equal(result.verdict, 'untested', 'for the other must have it');
  t.match(result.reason, /^xfs:reflink could not be mounted with -o dax/);
});

t.test('what the user asks for is asked of mkfs and of the kernel', async (t) => {
  const asked = (mkfs: readonly string[], mount: readonly string[]) =>
    raceInVm({
      ...{ ...short, plan: inTurn, filesystems: ['xfs'] },
      filesystemOptions: { mkfs, mount },
    });
  t.match((await asked(['-m', 'rmapbt=1'], ['noatime'])).target, {
    mountOptions: /noatime/,
    features: { level: 'with -m rmapbt=1', refused: null },
  });
  t.match(await asked([], ['there=0']), {
    verdict: 'untested',
    reason: /could not be mounted with -o dax,there=0: .*[Uu]nknown parameter/,
  });
  t.match(await asked([], ['dax=never']), {
    verdict: 'untested',
    reason: /^the target is not DAX/,
  });
  await t.rejects(asked(['-m', 'there=0'], []), {
    name: 'UsageError',
    message: /^xfs cannot be made: mkfs\.xfs says: unknown option -m there=0/,
  });
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

t.test('9p and f2fs are clean', async (t) => {
  const kernel = await kernelOfDebian((await stockKernel()).replace('debian:', ''));
  const result = await raceInVm({ ...inPageCache, kernel, filesystems: ['9p', 'f2fs'] });
  checkPossible(t, result, ['9p', 'f2fs']);
  t.match(result.target, { dax: false, pmem: null });
});
