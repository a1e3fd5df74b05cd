/** Several races in one guest, which is played: what it may say, and what ends it. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import t from 'tap';
import type { Kernel } from '../../src/kernels/kernel.js';
import type { VmOptions } from '../../src/vm/options.js';
import { makeBzImage } from '../fixtures/bzimage.js';
import { fakeGuest, startCli } from '../fixtures/cli.js';
import { processesNaming } from '../fixtures/processes.js';

const TEST_LIMIT_MS = 110_000;
const folder = t.testdir({ tmp: {} });
const scratch = path.join(folder, 'tmp');
const image = path.join(folder, 'kernel');
writeFileSync(image, makeBzImage('6.1.0-fixture'));
mkdirSync(path.join(folder, 'cache'));
// Before anything looks for a program.
Object.assign(process.env, fakeGuest('clean', folder), { TMPDIR: scratch });
const { RacingGuest } = await import('../../src/vm/racing-guest.js');

const kernel: Kernel = {
  ...{ image, release: '6.1.0-fixture', source: image, modulesRoot: null, config: null },
};
const never = new AbortController().signal;

function optionsOf(seed: number, over: Partial<VmOptions> = {}): VmOptions {
  return {
    kernel,
    plan: {
      ...{ scenarios: ['stale-zero-page'], seconds: 10, budgetSeconds: null, attempts: null, seed },
      ...{ untilBound: null, expect: 'dax', strategies: null, evidenceLimit: 16 },
    },
    ...{ filesystems: ['ext4'], pmem: 'memmap', cpus: 2, memoryMib: 1024, pmemMib: 512 },
    ...{ accel: 'tcg', append: null, qemuArgs: null, timeoutSeconds: 60, again: `seed ${seed}` },
    ...{ signal: never, log: pino({ level: 'silent' }), sink: () => undefined },
    ...over,
  };
}

/** Races until the guest takes no more, at most three times. */
async function races(plays: string, over: Partial<VmOptions> = {}) {
  process.env.GUEST = plays;
  const guest = new RacingGuest(true);
  const results = [];
  try {
    do results.push(await guest.race(optionsOf(results.length + 1, over)));
    while (guest.isUp && results.length < 3);
    return { results, isUp: guest.isUp };
  } finally {
    await guest.close();
    t.same(readdirSync(scratch), [], `${plays} leaves nothing behind`);
  }
}

t.test('each race has its own result, by its own seed', { timeout: TEST_LIMIT_MS }, async (t) => {
  const { results, isUp } = await races('clean+stale+clean');
  t.match(results, [
    { verdict: 'clean', seed: 1, again: 'seed 1', finding: null, machine: { cpus: 2 } },
    { verdict: 'stale', seed: 2, again: 'seed 2', finding: null, machine: { racesBefore: 1 } },
    { verdict: 'clean', seed: 3, again: 'seed 3', finding: null, machine: { racesBefore: 2 } },
  ]);
  t.notOk('racesBefore' in (results[0]?.machine ?? {}), 'the first says nothing of others');
  t.ok(isUp);
});

t.test('what befalls a later race ends its guest', { timeout: TEST_LIMIT_MS }, async (t) => {
  for (const [plays, verdict, kind, message] of [
    ['clean+dies', 'untested', 'died', /the guest ended before the race had/],
    ['clean+panics', 'untested', 'panic', /Kernel panic - not syncing: VFS/],
    ['clean+oopses', 'untested', 'oops', /NULL pointer dereference/],
    ['clean+garbage', 'untested', 'garbage', /sent what is no record: .*what is this/],
    ['clean+endless-line', 'untested', 'garbage', /sent what is no record: "xxx/],
    ['clean+false-end', 'untested', 'died', /the guest ended before the race had/],
    ['clean+stale-then-panics', 'stale', 'panic', /Kernel panic - not syncing: after/],
    ['clean+holds', 'stale', 'hang', /no attempt has ended for 30 s/],
  ] as const) {
    const { results, isUp } = await races(plays);
    t.match(results, [{ verdict: 'clean' }, { verdict, finding: { kind, message } }], plays);
    t.equal(results.length, 2);
    t.notOk(isUp, plays);
  }
});

t.test('deadlines are those of a race', { timeout: TEST_LIMIT_MS }, async (t) => {
  const { results } = await races('clean+hangs', { timeoutSeconds: 3 });
  t.match(results, [
    { verdict: 'clean' },
    { finding: { kind: 'hang', message: /the guest did not end within 3 s/ } },
  ]);
});

t.test('what comes between two races ends the guest', { timeout: TEST_LIMIT_MS }, async (t) => {
  process.env.GUEST = 'chats';
  const guest = new RacingGuest(true);
  t.match(await guest.race(optionsOf(1)), { verdict: 'clean', finding: null });
  t.ok(guest.isUp);
  while (guest.isUp) await new Promise((resolve) => setTimeout(resolve, 20));
  t.pass('it takes no other race');
  await guest.close();
});

t.test(
  'a panic of a race is not found in the races after it',
  { timeout: TEST_LIMIT_MS },
  async (t) => {
    const { results } = await races('whines+dies');
    t.match(results, [{ verdict: 'clean' }, { finding: { kind: 'died' } }]);
  },
);

t.test('a guest that is told nothing more ends', { timeout: TEST_LIMIT_MS }, async (t) => {
  process.env.GUEST = 'clean';
  const guest = new RacingGuest(false);
  const { verdict } = await guest.race(optionsOf(1));
  t.equal(verdict, 'clean');
  t.notOk(guest.isUp);
  await guest.close();
});

t.test('an interrupted race ends its guest', { timeout: TEST_LIMIT_MS }, async (t) => {
  process.env.GUEST = 'clean+hangs';
  const guest = new RacingGuest(true);
  await guest.race(optionsOf(1));
  const { reason, verdict } = await guest.race(optionsOf(2, { signal: AbortSignal.timeout(500) }));
  t.match({ verdict, reason }, { verdict: 'untested', reason: /the run was interrupted/ });
  t.notOk(guest.isUp);
  await guest.close();
  t.same(readdirSync(scratch), []);
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGKILL', undefined],
] as const) {
  t.test(
    `${signal} while one guest races and another is kept`,
    { timeout: TEST_LIMIT_MS },
    async (t) => {
      const campaign = t.testdir({ tmp: {}, kernels: {} });
      const kernels = ['1-clean', '2-clean+talks-on', '3-stale'];
      for (const name of kernels)
        writeFileSync(path.join(campaign, 'kernels', name), makeBzImage(`6.1.${name[0]}-fixture`));
      const own = path.join(campaign, 'tmp');
      const args = ['bisect', 'kernels', '--accel', 'tcg', '--scenario', 'stale-zero-page'];
      const child = startCli([...args, '--journal', 'journal', '--format', 'ndjson'], {
        cwd: campaign,
        env: { ...fakeGuest('by-kernel', folder), TMPDIR: own },
      });
      let runs = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        runs += `${chunk}`.split('"record":"run"').length - 1;
      });
      // The bad end three times at least, and the one in the middle once; a guest of each is there.
      while (runs < 4 || processesNaming(own).length < 2)
        await new Promise((resolve) => setTimeout(resolve, 20));
      t.pass('two guests are there');
      child.kill(signal);
      const { exitCode } = await child;
      t.equal(exitCode, code);
      if (signal !== 'SIGKILL') t.same(readdirSync(own), [], 'nothing is left');
      while (processesNaming(own).length > 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
      t.pass('both have ended');
    },
  );
}
