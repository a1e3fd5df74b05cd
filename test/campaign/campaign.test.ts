import path from 'node:path';
import t, { type Test } from 'tap';
import { Campaign, type KernelRunner, type RunOrder } from '../../src/campaign/campaign.js';
import { Journal } from '../../src/campaign/journal/journal.js';
import { kernelsOfShard, sweep } from '../../src/campaign/sweep.js';
import { InterruptedError, UsageError } from '../../src/errors.js';
import type { Verdict } from '../../src/result/result.js';
import { fakeRunner, makeHeader, resultOf, silentLog } from '../fixtures/campaign.js';

const VERDICTS: readonly Verdict[] = ['clean', 'stale', 'untested', 'clean', 'clean', 'stale'];
const COUNT = VERDICTS.length;
const verdicts = fakeRunner((kernel) => VERDICTS[kernel] ?? 'clean');
const noView = { onBegin: () => undefined, onEnd: () => undefined };
const all = kernelsOfShard(COUNT, null);

function open(t: Test, runner: KernelRunner, signal = new AbortController().signal) {
  const file = path.join(t.testdir(), 'journal');
  const journal = Journal.open(file, makeHeader(COUNT), silentLog);
  t.teardown(() => {
    journal.close();
  });
  return { journal, campaign: new Campaign({ journal, runner, signal, log: silentLog }) };
}

const onDisk = ({ runs }: Journal) => runs.map(({ kernel, verdict }) => `${kernel} ${verdict}`);

t.test('a sweep runs each kernel once, in turn', async (t) => {
  const { journal, campaign } = open(t, verdicts);
  const seen: string[] = [];
  await sweep(campaign, all, 1, {
    onBegin: (kernel, k) => seen.push(`${kernel} ${k}`),
    onEnd: (outcome) => t.equal(onDisk(journal).at(-1), `${outcome.kernel} ${outcome.verdict}`),
  });
  t.same(seen, ['0 k0', '1 k1', '2 k2', '3 k3', '4 k4', '5 k5']);
  t.same(
    onDisk(journal),
    VERDICTS.map((verdict, kernel) => `${kernel} ${verdict}`),
  );
  t.equal(campaign.latest[2]?.reason, 'the kernel does not boot');
});

t.test('several at once are never more than asked for', async (t) => {
  let now = 0;
  let most = 0;
  const { journal, campaign } = open(t, async (order) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
    return verdicts(order);
  });
  await sweep(campaign, all, 3, noView);
  t.equal(most, 3);
  t.same(journal.runs.map(({ kernel }) => kernel).sort(), all);
});

t.test('each run has a seed of its own, the same whenever it is made', async (t) => {
  const orders: RunOrder[] = [];
  const { campaign } = open(t, async (order) => {
    orders.push(order);
    return resultOf('clean');
  });
  for (const kernel of [0, 1, 1, 5]) await campaign.run(kernel);
  const seeds = orders.map(({ seed }) => seed);
  t.equal(new Set(seeds).size, 4, seeds.join(' '));
  t.test('in another campaign of the same seed', async (t) => {
    const again = open(t, async (order) => {
      t.equal(order.seed, seeds[3]);
      return resultOf('clean');
    });
    await again.campaign.run(5);
  });
});

t.test(
  'what holerace itself cannot do is no finding, and too much of it ends the campaign',
  async (t) => {
    const refusing: KernelRunner = async ({ k }) => {
      if (k === 'k1') throw new UsageError('apt cannot fetch it: try again');
      return resultOf('clean');
    };
    const { journal, campaign } = open(t, refusing);
    await sweep(campaign, all, 1, noView);
    t.match(campaign.latest[1], {
      verdict: 'untested',
      reason: /apt cannot fetch it/,
      result: null,
    });
    t.same(
      journal.runs.map(({ kernel }) => kernel),
      [0, 2, 3, 4, 5],
      'it will be tried again',
    );
    const broken = new Campaign({
      journal,
      runner: async () => {
        throw new UsageError('QEMU is not installed');
      },
      signal: new AbortController().signal,
      log: silentLog,
    });
    const runs = async () => {
      for (let run = 0; run < 100; run++) await broken.run(1);
    };
    await t.rejects(runs(), /5 runs in a row could not be made, the last one because QEMU/);
  },
);

t.test('a fault of the program is not swallowed', async (t) => {
  const { campaign } = open(t, async () => {
    throw new TypeError('a mistake');
  });
  await t.rejects(sweep(campaign, all, 2, noView), TypeError);
});

t.test('an interrupted run does not count, unless it was stale before', async (t) => {
  for (const [verdict, kept] of [
    ['untested', []],
    ['stale', ['0 stale']],
  ] as const) {
    await t.test(verdict, async (t) => {
      const abort = new AbortController();
      const interrupted: KernelRunner = async () => {
        abort.abort(new InterruptedError('SIGINT'));
        return resultOf(verdict);
      };
      const { journal, campaign } = open(t, interrupted, abort.signal);
      await t.rejects(sweep(campaign, all, 1, noView), InterruptedError);
      t.same(onDisk(journal), kept);
    });
  }
});

t.test('shards share a list without rest and without overlap', async (t) => {
  const shards = [1, 2, 3].map((index) => kernelsOfShard(10, { index, count: 3 }));
  t.same(shards, [
    [0, 3, 6, 9],
    [1, 4, 7],
    [2, 5, 8],
  ]);
  t.same(kernelsOfShard(1, { index: 2, count: 2 }), []);
});
