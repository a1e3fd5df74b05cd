import t from 'tap';
import {
  runsTable,
  type TimedRun,
  twoProportions,
} from '../../../scripts/bench/runs-a-boot-table.js';

function runOf(isStale: boolean, wholeSeconds: number): TimedRun {
  return { isStale, attempts: 200, overlapped: 150, racingSeconds: 1, wholeSeconds };
}

t.test('two shares, apart by standard errors', async (t) => {
  // 0.6 and 0.4 of 50: 0.2 by the root of 0.25 * 2 / 50.
  t.ok(Math.abs(twoProportions({ hits: 30, of: 50 }, { hits: 20, of: 50 }) - 2) < 1e-9);
  t.equal(twoProportions({ hits: 5, of: 10 }, { hits: 10, of: 20 }), 0);
  t.equal(twoProportions({ hits: 0, of: 10 }, { hits: 0, of: 10 }), 0);
});

t.test('the boot of the shared guest is no cost of a run', async (t) => {
  const own = [runOf(true, 9), runOf(false, 9), runOf(true, 9)];
  const shared = [runOf(false, 9), runOf(true, 3), runOf(true, 3)];
  const text = runsTable(own, shared);
  t.match(text, /\| a boot each +\| 3 +\| 2 +\| 200 +\| 150 +\| 1\.00 +\| 8\.00 +\|/);
  t.match(text, /\| one boot +\| 3 +\| 2 +\| 200 +\| 150 +\| 1\.00 +\| 2\.00 +\|/);
  t.match(text, /do not differ at 95%: z = 0\.00\.$/m);
});
