/** The line by which a host asks a guest for a further race, from its end to the other. */
import t from 'tap';
import { nextRaceLine, nextRaceOf } from '../../src/guest/next-race.js';
import type { RacePlan } from '../../src/race/plan.js';

const plan: RacePlan = {
  ...{ scenarios: ['cow-write-race'], seconds: 5, budgetSeconds: null, attempts: null, seed: 7 },
  ...{ untilBound: null, expect: 'dax', strategies: ['probe'], evidenceLimit: 1, step: 3 },
  points: ['iomap_iter return'],
};

/** What init hands on: all behind the token, as its `read` and `echo` leave it. */
function handedOn(line: string): string {
  const [, rest = ''] = /^race [0-9a-f]+ (.*\n)$/.exec(line) ?? [];
  return rest;
}

t.test('a seed alone leaves the order as it is', async (t) => {
  const line = nextRaceLine('ab12', { seed: 9, changed: null });
  t.equal(line, 'race ab12 9\n');
  t.same(nextRaceOf(handedOn(line)), { seed: 9, changed: null });
});

t.test('another order comes whole, as one word that means nothing to a shell', async (t) => {
  const changed = { plan, filesystems: [] };
  const line = nextRaceLine('ab12', { seed: 9, changed });
  t.match(line, /^race ab12 9 [\w-]+\n$/);
  t.same(nextRaceOf(handedOn(line)), { seed: 9, changed });
});

t.test('what is longer than a pipe takes at once is refused before it is sent', async (t) => {
  const points = Array.from({ length: 4000 }, (_, index) => `f${(index * 7919) % 10_007} entry`);
  const changed = { plan: { ...plan, points }, filesystems: [] };
  t.throws(() => nextRaceLine('ab12', { seed: 9, changed }), /too long/);
});

t.test('anything else is no next race', async (t) => {
  for (const line of ['', '7', 'x\n', '7 ;reboot\n', '7 abc def\n'])
    t.throws(() => nextRaceOf(line), /no seed of a next race/, JSON.stringify(line));
});
