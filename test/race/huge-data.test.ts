/** Steps at 2 MiB over data: where a file is mapped so is tried, and what cannot be left out does not take the rest along. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { PAGE_BYTES } from '../../src/native/page-sizes.js';
import { HugeData, isOfHugeData } from '../../src/race/huge-data.js';
import type { RacePlan } from '../../src/race/plan.js';
import { ScenarioRace } from '../../src/race/race-scenario.js';
import { Workers } from '../../src/race/threads/workers.js';
import type { ScenarioResult } from '../../src/result/result.js';
import { hugeFaultWriteRace } from '../../src/scenarios/huge-fault-write-race.js';
import { scenarios } from '../../src/scenarios/list.js';
import { overwriteRace } from '../../src/scenarios/overwrite-race.js';
import type { Step } from '../../src/scenarios/scenario.js';
import { storeRace } from '../../src/scenarios/store-race.js';
import { describeTarget } from '../../src/target/target.js';

/** Of those over data: each is raced in turn and at once, at 4 KiB and at 2 MiB. */
const AT_BOTH = [
  ...['overwrite-race', 'direct-overwrite-race', 'cow-write-race', 'zero-range-race'],
  ...['unshare-race', 'clone-over-race', 'dedupe-race', 'exchange-range-race'],
];
const [, ofData] = overwriteRace.steps as readonly [Step, Step];

function makeFile(): string {
  const file = path.join(t.testdir(), 'file');
  writeFileSync(file, Buffer.alloc(PAGE_BYTES));
  return file;
}

t.test('steps over data are told from those over holes', async (t) => {
  t.notOk([...hugeFaultWriteRace.steps, ...storeRace.steps].some(isOfHugeData));
  const withThem = scenarios.filter(({ steps }) => steps.some(isOfHugeData));
  t.same(
    withThem.map(({ id }) => id),
    AT_BOTH,
  );
  for (const { id, steps } of withThem) {
    t.same(
      steps.map((step) => `${step.meeting} ${isOfHugeData(step)}`),
      ['in-turn false', 'in-turn true', 'at-once false', 'at-once true'],
      id,
    );
    t.equal(new Set(steps.map(({ place, change }) => `${place} ${change}`)).size, 1, id);
  }
});

t.test('what the page cache is not asked for is left out without a try', async (t) => {
  const file = makeFile();
  const hugeData = new HugeData(file, { dax: false });
  t.match(hugeData.lackedBy(ofData), /^data in the page cache is raced at 4 KiB alone/);
  t.equal(readFileSync(file).length, PAGE_BYTES);
  for (const step of [overwriteRace.steps[0], ...hugeFaultWriteRace.steps])
    t.equal(step && hugeData.lackedBy(step), null, 'others are not left out');
});

t.test('data that no fault maps in 2 MiB says so, and is tried once', async (t) => {
  // Pages of a tmpfs are small unless the machine was told otherwise; of other filesystems they may be huge by now.
  const folder = mkdtempSync('/dev/shm/holerace-test-');
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'file');
  writeFileSync(file, Buffer.alloc(PAGE_BYTES));
  const hugeData = new HugeData(file, { dax: true });
  const lack = hugeData.lackedBy(ofData);
  t.match(lack, /not laid out in 2 MiB, .*\(by 0 of 8 faults on data\): choose ext4, or xfs made/);
  t.equal(readFileSync(file).length, PAGE_BYTES, 'no more is left of it than was there');
  writeFileSync(file, 'changed');
  t.equal(hugeData.lackedBy(ofData), lack);
  t.equal(readFileSync(file, 'utf8'), 'changed');
});

t.test('what cannot be tried the race itself will tell', async (t) => {
  const missing = path.join(t.testdir(), 'there', 'is', 'none');
  t.equal(new HugeData(missing, { dax: true }).lackedBy(ofData), null);
});

t.test('what is left out takes neither attempts nor turns from the rest', async (t) => {
  const file = makeFile();
  const workers = new Workers();
  t.teardown(() => workers.end());
  let result: ScenarioResult | null = null;
  const scenarioRace = (over: Partial<RacePlan>) =>
    new ScenarioRace({
      scenario: overwriteRace,
      plan: {
        ...{ scenarios: [], seconds: 60, attempts: null, budgetSeconds: null, untilBound: null },
        ...{ seed: 3, expect: 'any', strategies: ['stagger'], evidenceLimit: 1 },
        ...over,
      },
      files: { read: file, write: file },
      target: { ...describeTarget(file, null), dax: true },
      sink: (record) => {
        if (record.record === 'scenario') result = record.scenario;
      },
      workers,
      signal: new AbortController().signal,
      told: null,
      lackedBy: (step) => (isOfHugeData(step) ? 'data is not laid out in 2 MiB' : null),
    });
  await scenarioRace({ attempts: 80 }).turn(60);
  t.match(result, { attempts: 80, stale: 0 }, 'two steps share them, and not four');
  const gates = (): ScenarioResult['gates'] => result?.gates ?? [];
  const gate = (id: string) => gates().find((one) => one.id === id);
  t.match(gate('attempted'), { met: true, detail: /^40 and 40 attempts .* 4 steps; data is not/ });
  t.match(gate('huge-data-page'), {
    met: true,
    detail: 'at 2 MiB nothing was raced: data is not laid out in 2 MiB',
  });
  const { need } = await scenarioRace({ budgetSeconds: 60 }).turn(1);
  t.not(need, 'nothing', 'more time would lower its bound, or bring its verdict');
});
