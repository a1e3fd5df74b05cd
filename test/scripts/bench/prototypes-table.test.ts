import t from 'tap';
import {
  LOCKSTEP,
  prototypeRun,
  prototypeTable,
  STAGGER,
} from '../../../scripts/bench/prototypes-table.js';

const PROTOTYPES = [LOCKSTEP, STAGGER, 'readers-2'];

t.test('a line of the twin is lockstep, without overlapped attempts', async (t) => {
  t.same(prototypeRun('twin 1024 2 1.5 3.0 0.25', PROTOTYPES), {
    ...{ prototype: LOCKSTEP, attempts: 1024, overlapped: null, stale: 2 },
    ...{ seconds: 1.5, cpuSeconds: 3, secondsToFirstStale: 0.25 },
  });
});

t.test('a line of a prototype tells its overlapped attempts last', async (t) => {
  t.same(prototypeRun('readers-2 2048 0 2.0 3.5 -1.0 1000 1900', PROTOTYPES), {
    ...{ prototype: 'readers-2', attempts: 2048, overlapped: 1900, stale: 0 },
    ...{ seconds: 2, cpuSeconds: 3.5, secondsToFirstStale: null },
  });
});

t.test('other lines are passed over, and a line that is cut off is an error', async (t) => {
  t.equal(prototypeRun('{"record":"end"}', PROTOTYPES), null);
  t.equal(prototypeRun('', PROTOTYPES), null);
  t.equal(prototypeRun('epoll-128 1 2 3 4 5 6 7', PROTOTYPES), null);
  t.throws(() => prototypeRun('readers-2 2048 0 2.0', PROTOTYPES), {
    message: 'readers-2 2048 0 2.0',
  });
  t.throws(() => prototypeRun('readers-2 2048 0 2.0 3.5 -1.0 1000', PROTOTYPES));
});

t.test('the table compares medians with both baselines', async (t) => {
  const lines = [
    'twin 1000 1 1.0 2.0 0.5',
    'stagger 3000 4 1.0 2.0 0.1 1500 2700',
    'readers-2 500 0 1.0 1.0 -1.0 400 100',
    'readers-2 600 30 1.0 1.0 0.2 400 300',
    'readers-2 700 50 1.0 1.0 0.3 400 350',
  ];
  const runs = lines.flatMap((line) => prototypeRun(line, PROTOTYPES) ?? []);
  const [, , ...rows] = prototypeTable(PROTOTYPES, runs).trim().split('\n');
  t.same(rows, [
    '| `lockstep` | 1,000 |  | 1 | 0.50 | 0.3 | 1.0 | 0.50 s |',
    '| `stagger` | 3,000 | 90% | 4 | 2.00 | 1.0 | 4.0 | 0.10 s |',
    '| `readers-2` | 600 | 50% | 30 | 30.00 | 15.0 | 60.0 | 0.30 s |',
  ]);
});

t.test('without a hit there is nothing to compare with', async (t) => {
  const runs = ['twin 1000 0 1.0 2.0 -1', 'stagger 3000 0 1.0 2.0 -1 1500 2700'].flatMap(
    (line) => prototypeRun(line, PROTOTYPES) ?? [],
  );
  t.match(prototypeTable([LOCKSTEP], runs), '| `lockstep` | 1,000 |  | 0 | 0.00 |  |  |  |');
});
