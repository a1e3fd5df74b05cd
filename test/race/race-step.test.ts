import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { ARENA_OFFSET_BYTES } from '../../src/race/places/arena.js';
import { raceStep } from '../../src/race/race-step.js';
import type { StepOrder } from '../../src/race/step-order.js';
import { lackedHere } from '../../src/race/strategies/here.js';
import { chosenStrategies, STRATEGIES } from '../../src/race/strategies/list.js';
import { OVER, ROUNDS_LIMIT } from '../../src/race/threads/slots.js';
import { type Role, type WorkerPair, Workers } from '../../src/race/threads/workers.js';
import { faultWriteRace } from '../../src/scenarios/fault-write-race.js';
import { punchReadRace } from '../../src/scenarios/punch-read-race.js';
import type { Step } from '../../src/scenarios/scenario.js';

/** Never reached: something else ends each of these races. */
const SECONDS_LIMIT = 60;
const [step] = faultWriteRace.steps as readonly [Step];

function makeOrder(workers: WorkerPair, folder: string, over: Partial<StepOrder> = {}): StepOrder {
  const file = path.join(folder, 'target');
  writeFileSync(file, '');
  return {
    ...{ workers, step, seed: 7, strategies: ['stagger'], secondsLimit: SECONDS_LIMIT },
    ...{ overtimeSeconds: 0, overlappedWanted: 0 },
    ...{ attemptsLimit: null, overlappedLimit: null, staleLimit: null, evidenceLimit: 1 },
    files: { read: file, write: file },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onStale: () => undefined,
    ...over,
  };
}

for (const who of ['reader', 'writer', 'secondReader'] as const) {
  t.test(`a ${who} that ends in the middle of a round fails the step, and no other`, async (t) => {
    const workers = new Workers();
    t.teardown(() => workers.end());
    const pair = workers.pair();
    const role: Role = pair[who];
    const outcome = await raceStep(
      makeOrder(pair, t.testdir(), {
        strategies: who === 'secondReader' ? ['second-reader'] : ['stagger'],
        onProgress: ({ attempts }) => {
          if (attempts > 0) void role.worker.terminate();
        },
      }),
    );
    t.match(outcome.failure, /a thread of the race has ended by itself/);
    t.ok(outcome.counts.attempts > 0, 'what was counted is kept');
    t.notOk(outcome.stuck, 'it is not stuck in the kernel');
    t.not(workers.pair(), pair, 'another pair takes its place');
    const next = await raceStep(makeOrder(workers.pair(), t.testdir(), { attemptsLimit: 100 }));
    t.match(next, { failure: null, counts: { attempts: 100 } });
  });
}

t.test('few attempts are shared out among the ways', async (t) => {
  const workers = new Workers();
  t.teardown(() => workers.end());
  const order = makeOrder(workers.pair(), t.testdir(), {
    ...{ strategies: ['stagger', 'second-reader'], attemptsLimit: 60 },
  });
  const { byStrategy, failure } = await raceStep(order);
  t.equal(failure, null);
  t.match(byStrategy, { stagger: { attempts: 30 }, 'second-reader': { attempts: 30 } });
});

t.test('a second reader in some rounds and none in others loads what it must', async (t) => {
  const workers = new Workers();
  t.teardown(() => workers.end());
  const folder = t.testdir();
  const order = makeOrder(workers.pair(), folder, {
    ...{ strategies: ['stagger', 'second-reader'], attemptsLimit: 3000 },
  });
  const { counts, failure, evidence } = await raceStep(order);
  t.equal(failure, null);
  t.match(counts, { attempts: 3000, stale: 0 });
  t.same(evidence, []);
});

for (const id of ['preempt-writer', 'probe-writer'] as const) {
  t.test(`${id}: what the reader loads in the middle of a change may be either`, async (t) => {
    const workers = new Workers();
    t.teardown(() => workers.end());
    const [punched] = punchReadRace.steps as readonly [Step];
    const order = makeOrder(workers.pair(), t.testdir(), {
      ...{ step: punched, strategies: [id], attemptsLimit: 1000, secondsLimit: 10 },
    });
    const { counts, failure } = await raceStep(order);
    t.match({ failure, stale: counts.stale }, { failure: null, stale: 0 });
    // A kernel that cannot be preempted has the reader wait until the call returns.
    const mayMiss = lackedHere(id) !== null || counts.retired > 0;
    t.ok(mayMiss || counts.overlapped > 0, `${counts.overlapped} overlapped`);
    t.equal(counts.early + counts.late + counts.discarded, counts.attempts, 'none is wrong');
    // A point that the kernel has not costs an attempt.
    t.ok(id === 'probe-writer' || counts.discarded === 0);
  });
}

for (const id of chosenStrategies) {
  t.test(
    `${id} alone makes its attempts, and sees no stale read where there is none`,
    async (t) => {
      const workers = new Workers();
      t.teardown(() => workers.end());
      const order = makeOrder(workers.pair(), t.testdir(), {
        ...{ strategies: [id], attemptsLimit: 300, secondsLimit: 4 },
      });
      const { byStrategy, counts, failure } = await raceStep(order);
      t.same(Object.keys(byStrategy), [id]);
      t.match({ failure, stale: counts.stale }, { failure: null, stale: 0 });
      // Where no probe can be set the strategy says so, and each attempt at a point was discarded.
      t.ok(counts.attempts > 0 || counts.retired > 0, `${counts.attempts} attempts`);
      const { mayDiscard, delay } = STRATEGIES[id];
      t.ok(
        mayDiscard || delay === 'probe' || counts.discarded === 0,
        'none is discarded that may not be',
      );
    },
  );
}

t.test('loads that get SIGBUS are counted, and the race goes on', async (t) => {
  const workers = new Workers();
  t.teardown(() => workers.end());
  const abort = new AbortController();
  const kinds: string[] = [];
  const order = makeOrder(workers.pair(), t.testdir(), {
    evidenceLimit: 1000,
    signal: abort.signal,
    onStale: (_evidence, _seconds, kind) => kinds.push(kind),
    // Whoever takes the pages away from under the race: it makes them anew in its next round.
    onProgress: ({ attempts, sigbus }) => {
      if (sigbus === 0) truncateSync(order.files.write, ARENA_OFFSET_BYTES);
      else if (enough === null) enough = attempts + 100;
      if (enough !== null && attempts > enough) abort.abort();
    },
  });
  let enough: number | null = null;
  const { counts, failure, evidence } = await raceStep(order);
  t.equal(failure, null);
  t.ok(counts.sigbus > 0);
  t.ok(enough !== null && counts.attempts > enough, 'it has gone on behind the first of them');
  t.ok(kinds.includes('sigbus'));
  t.equal(evidence.length, kinds.length);
  t.ok(evidence.some(({ loaded }) => loaded === 'SIGBUS'));
});

/** Takes the pages away again and again, for a limited time. */
const TRUNCATE = `
  const { truncateSync } = require('node:fs');
  const [file, length] = process.argv.slice(1);
  for (const until = Date.now() + 20_000; Date.now() < until; ) truncateSync(file, Number(length));`;
const SIGBUS_ENOUGH = 200;

t.test('a judged load that gets SIGBUS is a stale read at no stagger', async (t) => {
  const workers = new Workers();
  t.teardown(() => workers.end());
  const abort = new AbortController();
  const order = makeOrder(workers.pair(), t.testdir(), {
    signal: abort.signal,
    onProgress: ({ sigbus }) => {
      if (sigbus > SIGBUS_ENOUGH) abort.abort();
    },
  });
  const words = ['-e', TRUNCATE, order.files.write, `${ARENA_OFFSET_BYTES}`];
  const truncating = execa(process.execPath, words, { reject: false });
  const { counts, failure, staggers } = await raceStep(order);
  truncating.kill('SIGKILL');
  await truncating;
  t.equal(failure, null);
  t.ok(counts.sigbus > SIGBUS_ENOUGH);
  const staleInBins = staggers.stagger?.reduce((sum, { stale }) => sum + stale, 0) ?? 0;
  t.ok(staleInBins <= counts.stale, `${staleInBins} in bins, ${counts.stale} in all`);
});

t.test('a step ends, and has not failed, when no more rounds can be counted', async (t) => {
  const workers = new Workers();
  t.teardown(() => workers.end());
  const roundsLimit = 3;
  const order = makeOrder(workers.pair(), t.testdir(), {
    ...{ roundsLimit, step: { ...step, places: 4 } },
  });
  const { counts, failure, stuck } = await raceStep(order);
  t.match({ failure, stuck }, { failure: null, stuck: false });
  t.match(counts, { rounds: roundsLimit, attempts: 4 * roundsLimit });
  t.ok(ROUNDS_LIMIT < OVER && ROUNDS_LIMIT === (ROUNDS_LIMIT | 0), 'as many as a slot counts');
});
