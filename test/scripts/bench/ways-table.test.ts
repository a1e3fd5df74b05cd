import t from 'tap';
import { LOCKSTEP, STAGGER, wayRun, wayTable } from '../../../scripts/bench/ways-table.js';

const WAYS = [LOCKSTEP, STAGGER, 'readers-2'];

t.test('a line of the twin is lockstep, without overlapped attempts', async (t) => {
  t.same(wayRun('twin 1024 2 1.5 3.0 0.25', WAYS), {
    ...{ way: LOCKSTEP, attempts: 1024, overlapped: null, stale: 2 },
    ...{ seconds: 1.5, cpuSeconds: 3, secondsToFirstStale: 0.25 },
  });
});

t.test('a line of a way tells its overlapped attempts last', async (t) => {
  t.same(wayRun('readers-2 2048 0 2.0 3.5 -1.0 1000 1900', WAYS), {
    ...{ way: 'readers-2', attempts: 2048, overlapped: 1900, stale: 0 },
    ...{ seconds: 2, cpuSeconds: 3.5, secondsToFirstStale: null },
  });
});

t.test('other lines are passed over, and a line that is cut off is an error', async (t) => {
  t.equal(wayRun('{"record":"end"}', WAYS), null);
  t.equal(wayRun('', WAYS), null);
  t.equal(wayRun('epoll-128 1 2 3 4 5 6 7', WAYS), null);
  t.throws(() => wayRun('readers-2 2048 0 2.0', WAYS), { message: 'readers-2 2048 0 2.0' });
  t.throws(() => wayRun('readers-2 2048 0 2.0 3.5 -1.0 1000', WAYS));
});

t.test('the table compares medians with both baselines', async (t) => {
  const lines = [
    'twin 1000 1 1.0 2.0 0.5',
    'stagger 3000 4 1.0 2.0 0.1 1500 2700',
    'readers-2 500 0 1.0 1.0 -1.0 400 100',
    'readers-2 600 30 1.0 1.0 0.2 400 300',
    'readers-2 700 50 1.0 1.0 0.3 400 350',
  ];
  const runs = lines.flatMap((line) => wayRun(line, WAYS) ?? []);
  const [, , ...rows] = wayTable(WAYS, runs).trim().split('\n');
  t.same(rows, [
    '| `lockstep` | 1,000 |  | 1 | 0.50 | 0.3 | 1.0 | 0.50 s |',
    '| `stagger` | 3,000 | 90% | 4 | 2.00 | 1.0 | 4.0 | 0.10 s |',
    '| `readers-2` | 600 | 50% | 30 | 30.00 | 15.0 | 60.0 | 0.30 s |',
  ]);
});

t.test('without a hit there is nothing to compare with', async (t) => {
  const runs = ['twin 1000 0 1.0 2.0 -1', 'stagger 3000 0 1.0 2.0 -1 1500 2700'].flatMap(
    (line) => wayRun(line, WAYS) ?? [],
  );
  t.match(wayTable([LOCKSTEP], runs), '| `lockstep` | 1,000 |  | 0 | 0.00 |  |  |  |');
});
