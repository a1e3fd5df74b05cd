import fc from 'fast-check';
import t from 'tap';
import { resultAgrees } from '../../../src/result/agreement.js';
import { ResultBuilder } from '../../../src/result/builder/result-builder.js';
import type { Ending } from '../../../src/result/builder/result-context.js';
import type { RaceRecord } from '../../../src/result/records.js';
import { type Finding, type Result, resultSchema } from '../../../src/result/result.js';
import {
  makeComplaint,
  makeContext,
  makeEvidence,
  makeScenario,
  makeTarget,
} from '../../fixtures/results.js';

const well: Ending = { finding: null, reason: null };
const panic: Finding = { kind: 'panic', message: 'it panicked', consoleLog: null };
const where = { scenario: 'fault-write-race', filesystem: 'ext4' };
const start: RaceRecord = { record: 'start', holerace: '0.1.0', kernelRelease: '6.2.0', cpus: 3 };
const target: RaceRecord = { record: 'target', target: makeTarget() };
const racing: RaceRecord = { record: 'racing', ...where };
const scenario: RaceRecord = { record: 'scenario', scenario: makeScenario() };
const done: RaceRecord = { record: 'done' };
const stale: RaceRecord = { record: 'stale', ...where, seconds: 0.4, evidence: makeEvidence() };
const progress: RaceRecord = {
  record: 'progress',
  ...where,
  seconds: 2,
  attempts: 900,
  overlapped: 800,
  early: 500,
  late: 400,
  stale: 0,
  sigbus: 0,
};

function build(records: readonly RaceRecord[], ending = well, context = makeContext()): Result {
  const builder = new ResultBuilder(context);
  for (const record of records) builder.add(record);
  return builder.finish(ending);
}

t.test('what mkfs refuses is known, and never clean', async (t) => {
  const builder = new ResultBuilder(makeContext());
  t.equal(builder.refused, null);
  const refused: RaceRecord = { record: 'refused', reason: 'xfs cannot be made: unknown option' };
  for (const record of [start, target, racing, scenario, refused, done]) builder.add(record);
  t.equal(builder.refused, 'xfs cannot be made: unknown option');
  t.match(builder.finish(well), {
    verdict: 'untested',
    reason: 'xfs cannot be made: unknown option',
  });
});

t.test('a whole race is clean, and says which kernel it was', async (t) => {
  const result = build([start, target, racing, progress, scenario, done]);
  t.match(result, {
    verdict: 'clean',
    reason: null,
    kernel: { release: '6.2.0', source: '/boot/vmlinuz-6.1.0' },
    machine: { cpus: 3, accel: 'tcg' },
    target: { filesystem: 'ext4' },
    finding: null,
  });
  t.same(result.scenarios, [makeScenario()]);
  t.ok(resultSchema.safeParse(result).success);
});

t.test('done is known only once it was said', async (t) => {
  const builder = new ResultBuilder(makeContext());
  builder.add(start);
  t.notOk(builder.done);
  builder.add(done);
  t.ok(builder.done);
});

t.test('no race that lacks a part is clean', async (t) => {
  const whole = [start, target, racing, scenario, done];
  const cases: Record<string, Result> = {
    'nothing at all': build([]),
    'no done': build([start, target, racing, scenario]),
    'no target': build([start, racing, scenario, done]),
    'no scenario': build([start, target, done]),
    'one scenario of two': build(
      whole,
      well,
      makeContext({ scenarios: ['fault-write-race', 'x'] }),
    ),
    'one filesystem of two': build([
      ...whole,
      { record: 'target', target: makeTarget({ filesystem: 'xfs' }) },
    ]),
    'a filesystem untested': build([
      ...whole,
      { record: 'untested', filesystem: 'xfs', reason: 'no xfs' },
    ]),
    'a finding': build(whole, { finding: panic, reason: null }),
    'a reason': build(whole, { finding: null, reason: 'interrupted' }),
    'an open scenario': build([...whole, { ...racing, scenario: 'x' }]),
    'a contradiction': build([
      start,
      target,
      racing,
      { record: 'scenario', scenario: makeScenario({ overlapped: 9999 }) },
      done,
    ]),
  };
  const wrong = Object.entries(cases).filter(
    ([, { verdict, reason }]) => verdict !== 'untested' || reason === null,
  );
  t.same(wrong, []);
  t.equal(cases['a finding']?.reason, 'it panicked');
  t.equal(cases['a filesystem untested']?.reason, 'no xfs');
  t.match(cases['a contradiction']?.reason, /the counts of fault-write-race contradict each other/);
});

t.test('any beginning of a race without its end is never clean', async (t) => {
  const records = [start, target, racing, progress, scenario, done];
  fc.assert(
    fc.property(fc.subarray(records, { maxLength: records.length - 1 }), (some) => {
      const lacks = !some.includes(scenario) || !some.includes(done) || !some.includes(target);
      return !lacks || build(some).verdict === 'untested';
    }),
  );
  t.pass('untested');
});

t.test('a stale read that was reported stands when the guest dies', async (t) => {
  const second: RaceRecord = {
    ...stale,
    seconds: 0.9,
    evidence: makeEvidence({ attempt: 600, lasting: false }),
  };
  const result = build([start, target, racing, progress, stale, second], {
    finding: panic,
    reason: null,
  });
  t.equal(result.verdict, 'stale');
  t.same(result.finding, panic);
  t.match(result.scenarios, [
    {
      ...{ id: 'fault-write-race', filesystem: 'ext4', verdict: 'stale', reason: null },
      ...{ attempts: 900, overlapped: 800, stale: 2, lasting: 1, secondsToFirstStale: 0.4 },
      ...{ rateBound95: null, gates: [{ id: 'completed', met: false }] },
    },
  ]);
  t.equal(result.scenarios[0]?.evidence.length, 2);
  t.ok(resultSchema.safeParse(result).success);
});

t.test('a stale count in the progress stands without its evidence', async (t) => {
  const counted = build([start, target, racing, { ...progress, stale: 3 }], {
    finding: panic,
    reason: null,
  });
  t.match(counted, { verdict: 'stale', scenarios: [{ stale: 3, lasting: 0 }] });
});

t.test('a scenario cut short without a stale read is untested, with the reason', async (t) => {
  const result = build([start, target, racing, progress], { finding: null, reason: 'too slow' });
  t.match(result, { verdict: 'untested', scenarios: [{ verdict: 'untested', attempts: 900 }] });
  t.equal(result.scenarios[0]?.reason, 'too slow');
});

t.test('the end of one scenario does not leak into the next', async (t) => {
  const closed = makeScenario({
    verdict: 'stale',
    stale: 1,
    lasting: 1,
    evidence: [makeEvidence()],
  });
  const result = build([
    ...[start, target, racing, progress, stale],
    { record: 'scenario', scenario: closed },
    { ...racing, filesystem: 'xfs' },
  ]);
  t.match(result.scenarios, [
    { filesystem: 'ext4', verdict: 'stale' },
    { filesystem: 'xfs', verdict: 'untested', attempts: 0, stale: 0, evidence: [] },
  ]);
});

t.test('a stale read that was reported is not talked away', async (t) => {
  const clean: RaceRecord = { record: 'scenario', scenario: makeScenario({ stale: 0 }) };
  const other: RaceRecord = { record: 'racing', scenario: 'stale-zero-page', filesystem: 'ext4' };
  const cases: Record<string, readonly RaceRecord[]> = {
    'by a clean scenario': [start, target, racing, stale, clean, done],
    'by a clean scenario after its progress': [
      ...[start, target, racing, { ...progress, stale: 3 } as RaceRecord, clean, done],
    ],
    'by beginning again': [start, target, racing, stale, racing, clean, done],
    'by beginning another scenario': [start, target, racing, stale, other, done],
    'by counts that contradict each other': [
      ...[start, target, racing, stale],
      { record: 'scenario', scenario: { ...makeScenario(), overlapped: 1e9 } } as RaceRecord,
      done,
    ],
  };
  for (const [name, records] of Object.entries(cases)) {
    const result = build(records);
    t.equal(result.verdict, 'stale', name);
    t.ok(
      result.scenarios.some((one) => one.verdict === 'stale' && one.stale > 0),
      name,
    );
  }
});

t.test('a record of a scenario that is not raced spoils the verdict', async (t) => {
  const stray: RaceRecord = {
    record: 'scenario',
    scenario: makeScenario({ id: 'stale-zero-page' }),
  };
  t.equal(build([start, target, racing, scenario, stray, done]).verdict, 'untested');
  t.equal(build([start, target, stale, racing, scenario, done]).verdict, 'untested');
});

t.test('a bound is computed, not believed', async (t) => {
  const scenarios = [makeScenario({ rateBound95: 1e-12 })];
  const result = build([
    start,
    target,
    racing,
    { record: 'scenario', scenario: scenarios[0] } as RaceRecord,
    done,
  ]);
  t.equal(result.scenarios[0]?.rateBound95, 3 / (result.scenarios[0]?.overlapped ?? 0));
});

t.test('a scenario without attempts or gates is not clean', async (t) => {
  for (const over of [{ gates: [] }, { attempts: 0, overlapped: 0, early: 0, late: 0 }]) {
    const empty: RaceRecord = { record: 'scenario', scenario: makeScenario(over) };
    t.equal(build([start, target, racing, empty, done]).verdict, 'untested');
  }
});

t.test('more than any race reports still makes a valid result', async (t) => {
  const many = <T>(record: T, times: number): T[] => Array.from({ length: times }, () => record);
  const records = [start, ...many(target, 20), racing, ...many(stale, 5000), done];
  const result = build(records);
  t.ok(resultSchema.safeParse(result).success);
  t.match(result, { verdict: 'stale', scenarios: [{ stale: 5000 }] });
});

t.test('a scenario that has another turn is one scenario, with what both came to', async (t) => {
  const more = makeScenario({ seconds: 20, attempts: 9000, overlapped: 7000 });
  const again: RaceRecord = { record: 'scenario', scenario: more };
  const other = { scenario: 'stale-zero-page', filesystem: 'ext4' };
  const between: RaceRecord[] = [
    { record: 'racing', ...other },
    { record: 'scenario', scenario: makeScenario({ id: 'stale-zero-page' }) },
  ];
  const begun = [start, target, racing, scenario, ...between, racing];
  const result = build([...begun, again, done]);
  t.equal(result.verdict, 'clean');
  t.match(result.scenarios, [
    { id: 'stale-zero-page' },
    { id: 'fault-write-race', attempts: 9000, overlapped: 7000 },
  ]);
  t.equal(result.scenarios.length, 2);
  const cutShort = build(begun, { finding: panic, reason: 'it panicked' });
  t.equal(cutShort.verdict, 'untested', 'the turn that killed the kernel proves nothing clean');
  t.match(cutShort.scenarios, [{}, { verdict: 'untested', attempts: 4000, overlapped: 3000 }]);
  t.equal(cutShort.scenarios.length, 2);
});

t.test('another turn does not talk away what the one before has found', async (t) => {
  const evidence = [makeEvidence()];
  const found = makeScenario({
    verdict: 'stale',
    stale: 1,
    lasting: 1,
    evidence,
    rateBound95: null,
  });
  const begun: RaceRecord[] = [
    ...[start, target, racing, stale, { record: 'scenario', scenario: found } as const, racing],
  ];
  for (const records of [begun, [...begun, scenario, done]]) {
    const result = build(records);
    t.match(result, { verdict: 'stale', scenarios: [{ verdict: 'stale', stale: 1, evidence }] });
  }
});

t.test('loads that got SIGBUS are counted apart, and are never clean', async (t) => {
  const sigbus: RaceRecord = { ...stale, record: 'sigbus' };
  const cut = build([start, target, racing, sigbus, progress]);
  t.match(cut.scenarios, [{ verdict: 'untested', stale: 0, sigbus: 1, secondsToFirstStale: null }]);
  t.equal(cut.scenarios[0]?.evidence.length, 1);
  // A scenario that forgets them, and one that calls them clean.
  for (const claimed of [0, 1]) {
    const claim: RaceRecord = { record: 'scenario', scenario: makeScenario({ sigbus: claimed }) };
    const result = build([start, target, racing, sigbus, claim, done]);
    t.match(result, { verdict: 'untested', scenarios: [{ verdict: 'untested', sigbus: 1 }] });
  }
});

t.test('what is left out is told, and allowed only where it was not named', async (t) => {
  const left = { id: 'cow-write-race', filesystem: 'ext4', reason: 'no clones' };
  const records: RaceRecord[] = [
    ...[start, target, racing, scenario],
    { record: 'left-out', leftOut: left },
    done,
  ];
  const scenarios = ['fault-write-race', 'cow-write-race'];
  const may = build(records, well, makeContext({ scenarios, mayLeaveOut: () => true }));
  t.match(may, { verdict: 'clean', leftOut: [left] });
  t.equal(build(records, well, makeContext({ scenarios })).verdict, 'untested');
});

t.test('a race that is not the first of its boot says so', async (t) => {
  const records = [start, target, racing, scenario, done];
  t.notOk('racesBefore' in build(records).machine);
  const later = build(records, well, { ...makeContext(), racesBefore: 2 });
  t.equal(resultSchema.parse(later).machine.racesBefore, 2);
});

t.test('a clock that is set back meanwhile leaves a result that can be read', async (t) => {
  const now = Date.now;
  t.teardown(() => {
    Date.now = now;
  });
  const builder = new ResultBuilder(makeContext());
  Date.now = () => now() - 3_600_000;
  const result = builder.finish({ finding: null, reason: null });
  t.equal(result.seconds, 0);
  t.ok(resultSchema.safeParse(result).success);
});

t.test('what a guest may fill memory with is limited, and its stale reads stand', async (t) => {
  const builder = new ResultBuilder(makeContext());
  const long = 'x'.repeat(4096);
  const evidence = Array.from({ length: 2000 }, () =>
    makeEvidence({ strategy: long, probe: long }),
  );
  const found = { attempts: 4000, stale: 2000, lasting: 0, rateBound95: null };
  for (let index = 0; index < 8; index++) {
    const id = `scenario-${index}`;
    const scenario = makeScenario({ id, verdict: 'stale', ...found, evidence });
    builder.add({ record: 'racing', scenario: id, filesystem: 'ext4' });
    builder.add({ record: 'scenario', scenario });
  }
  const result = builder.finish({ finding: null, reason: null });
  t.equal(result.scenarios.length, 8);
  t.ok(result.scenarios.every(({ verdict, stale }) => verdict === 'stale' && stale === 2000));
  t.match(result.reason, /more was told of scenarios than any race has/);
  t.ok(JSON.stringify(result).length < 70 * 1024 ** 2);
  t.ok(resultAgrees(resultSchema.parse(result)));
});

t.test('two complaints of one number are two', async (t) => {
  const builder = new ResultBuilder(makeContext());
  builder.add({ record: 'listening', kernelSeconds: 1 });
  builder.add({ record: 'complaint', number: 1, complaint: makeComplaint() });
  builder.add({ record: 'complaint', number: 1, complaint: makeComplaint({ kind: 'kasan' }) });
  t.match(builder.complaints, [{ kind: 'warning' }, { kind: 'kasan' }]);
});
