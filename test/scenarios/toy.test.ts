/** A scenario that is in no list: the one that docs/scenarios.md shows, raced for real over a file of the page cache. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { RaceFiles } from '../../src/race/plan.js';
import { raceScenario } from '../../src/race/race-scenario.js';
import { Workers } from '../../src/race/threads/workers.js';
import type { ScenarioResult } from '../../src/result/result.js';
import { PAGE_BYTES, type Scenario } from '../../src/scenarios/scenario.js';
import { describeTarget } from '../../src/target/target.js';

const ATTEMPTS = 20;
/** It ends by its attempts, on the busiest machine. */
const SECONDS_LIMIT = 60;

const punchedVectoredRace: Scenario = {
  id: 'punched-vectored-race',
  summary: 'a 4 KiB read fault on a punched hole races pwritev(2) over four of them',
  commits: ['13e451fdc1af'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: 4 * PAGE_BYTES,
      places: 256,
      place: 'punched',
      change: 'vectored-write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};

const workers = new Workers();
t.teardown(() => workers.end());

async function raceToy(files: RaceFiles): Promise<ScenarioResult | null> {
  let result: ScenarioResult | null = null;
  await raceScenario({
    scenario: punchedVectoredRace,
    plan: {
      ...{
        scenarios: [],
        seconds: SECONDS_LIMIT,
        attempts: ATTEMPTS,
        budgetSeconds: null,
        untilBound: null,
      },
      ...{ seed: 3, expect: 'any', strategies: ['stagger'], evidenceLimit: ATTEMPTS },
    },
    files,
    target: describeTarget(files.read, null),
    sink: (record) => {
      if (record.record === 'scenario') result = record.scenario;
    },
    workers,
    signal: new AbortController().signal,
    lackedBy: () => null,
    told: null,
  });
  return result;
}

t.test('a declaration is enough to race it, and to tell what was seen', async (t) => {
  const file = path.join(t.testdir(), 'file');
  writeFileSync(file, '');
  const result = await raceToy({ read: file, write: file });
  t.match(result, { id: 'punched-vectored-race', attempts: ATTEMPTS, stale: 0 });
  const gate = (id: string) => result?.gates.find((one) => one.id === id);
  t.match(gate('extents'), { met: true, detail: /rounds began on punched holes and left data/ });
  t.equal(gate('overlapped')?.met, false, 'so few attempts prove nothing');
  t.equal(result?.verdict, 'untested');
});

t.test('a reader that sees another file finds every attempt stale', async (t) => {
  const folder = t.testdir();
  const [read, write] = ['read', 'write'].map((name) => path.join(folder, name)) as [
    string,
    string,
  ];
  writeFileSync(read, Buffer.alloc(8 << 20));
  writeFileSync(write, '');
  const result = await raceToy({ read, write });
  t.match(result, { verdict: 'stale', attempts: ATTEMPTS, stale: ATTEMPTS });
  t.equal(result?.evidence.length, ATTEMPTS);
});
