/** Several races in one boot of a stock kernel. */
import t from 'tap';
import { RacingGuest } from '../../src/vm/racing-guest.js';
import { fetchedKernel, shortRun } from '../fixtures/boot.js';

const TEST_LIMIT_MS = 400_000;

t.test(
  'three races in one boot, each on filesystems of its own',
  { timeout: TEST_LIMIT_MS },
  async (t) => {
    const short = shortRun(await fetchedKernel());
    const scenarios = ['fault-write-race'];
    const guest = new RacingGuest(true);
    const mounted: string[] = [];
    try {
      for (const seed of [7, 8, 9]) {
        const result = await guest.race({
          ...short,
          plan: { ...short.plan, scenarios, seed, strategies: ['stagger'] },
          filesystems: ['ext4', 'xfs'],
          sink: (record) => record.record === 'target' && mounted.push(record.target.filesystem),
        });
        // Whether it is clean is a matter of how busy the machine is.
        t.match(result, { seed, finding: null });
        t.not(result.verdict, 'stale');
        t.ok(result.scenarios.every(({ attempts }) => attempts > 0));
        t.same(
          result.scenarios.map(({ filesystem }) => filesystem),
          ['ext4', 'xfs'],
        );
        t.equal(result.machine.racesBefore ?? 0, seed - 7);
        t.not(result.complaints, null, 'the kernel is listened to in each');
      }
      t.same(mounted, ['ext4', 'xfs', 'ext4', 'xfs', 'ext4', 'xfs']);
      t.ok(guest.isUp);
    } finally {
      await guest.close();
    }
  },
);

t.test(
  'a guest whose filesystem is not made anew has one race',
  { timeout: TEST_LIMIT_MS },
  async (t) => {
    const short = shortRun(await fetchedKernel());
    const guest = new RacingGuest(true);
    try {
      const plan = { ...short.plan, scenarios: ['fault-write-race'], seconds: 1, attempts: 50 };
      await guest.race({
        ...short,
        plan: { ...plan, expect: 'page-cache' },
        filesystems: ['tmpfs'],
      });
      t.notOk(guest.isUp);
    } finally {
      await guest.close();
    }
  },
);
