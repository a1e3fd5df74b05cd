import t from 'tap';
import {
  type CleanOrder,
  lackOf,
  resultAgrees,
  scenarioAgrees,
} from '../../src/result/agreement.js';
import type { Result, ScenarioResult } from '../../src/result/result.js';
import { makeStaggers, makeStale, reports } from '../fixtures/reports.js';
import {
  makeContext,
  makeEvidence,
  makeResult,
  makeScenario,
  makeTarget,
} from '../fixtures/results.js';

const unmet = [{ id: 'dax-active', met: false, detail: 'the file is not DAX' }];
const because = { verdict: 'untested', reason: 'no DAX', rateBound95: null } as const;

t.test('a scenario whose parts contradict each other is told apart', async (t) => {
  const [strategy] = makeStale().strategies;
  const contradictions = {
    'more overlapped than attempts': { overlapped: 4001, rateBound95: 3 / 4001 },
    'more outcomes than attempts': { early: 2201, late: 1800 },
    'more stale than attempts': { verdict: 'stale', stale: 4001, rateBound95: null },
    'more lasting than stale': { verdict: 'stale', stale: 1, lasting: 2, rateBound95: null },
    'clean with a stale read': { stale: 1 },
    'clean with an unmet gate': { gates: unmet },
    'clean without a gate': { gates: [] },
    'clean without an attempt': {
      attempts: 0,
      overlapped: 0,
      early: 0,
      late: 0,
      rateBound95: null,
    },
    'clean with evidence': { evidence: [makeEvidence()] },
    'clean with a first stale read': { secondsToFirstStale: 0.4 },
    'clean with a reason': { reason: 'it was so' },
    'a bound that its attempts do not give': { rateBound95: 1e-30 },
    'clean without a bound': { rateBound95: null },
    'stale with a bound': { verdict: 'stale', stale: 1 },
    'stale without a stale read': { verdict: 'stale', rateBound95: null },
    'untested with all gates met': { ...because },
    'untested without a reason': { ...because, gates: unmet, reason: null },
    'a strategy that was stale': { strategies: [strategy] },
    'a stagger that was stale': {
      strategies: [{ ...strategy, stale: 0, staggers: makeStaggers() }],
    },
    'a moment that was stale': { hits: [{ seconds: 1, overlapped: 100, stale: 1 }] },
  };
  const believed = Object.entries(contradictions)
    .filter(([, over]) => scenarioAgrees(makeScenario(over as Partial<ScenarioResult>)))
    .map(([name]) => name);
  t.same(believed, []);
  const honest = [
    makeScenario(),
    makeScenario({ verdict: 'stale', stale: 4000, lasting: 4000, rateBound95: null }),
    makeScenario({ ...because, gates: unmet }),
    makeStale(),
  ];
  t.ok(honest.every(scenarioAgrees));
});

t.test('a result that is better than its parts is told apart', async (t) => {
  const { panicked } = { panicked: reports.broken.finding };
  const contradictions: Record<string, Result> = {
    'clean with a stale scenario': makeResult({ scenarios: [makeStale()] }),
    'clean without a scenario': makeResult({ scenarios: [] }),
    'untested with a stale scenario': makeResult({ verdict: 'untested', scenarios: [makeStale()] }),
    'clean with a finding': makeResult({ finding: panicked }),
    'clean with a reason': makeResult({ reason: 'it was cut short' }),
    'a first target that is another': { ...makeResult(), target: makeTarget({ dax: false }) },
  };
  const believed = Object.entries(contradictions).filter(([, result]) => resultAgrees(result));
  t.same(believed, []);
  t.same(
    Object.entries(reports).filter(([, result]) => !resultAgrees(result)),
    [],
  );
});

t.test('what was ordered decides what a clean result must hold', async (t) => {
  const { expect, scenarios, needOf }: CleanOrder = makeContext();
  const order: CleanOrder = { expect, scenarios, filesystems: ['ext4'], needOf };
  const lacks = (over: Partial<Result>, orders: Partial<CleanOrder> = {}): string | null =>
    lackOf(makeResult(over), { ...order, ...orders });
  t.equal(lacks({}), null);
  const never = makeScenario({ overlapped: 0, rateBound95: null });
  const brief = makeScenario({ seconds: 0.1 });
  const completed = [{ id: 'completed', met: true, detail: '' }];
  const xfs = makeTarget({ filesystem: 'xfs' });
  const other = makeScenario({ filesystem: 'xfs' });
  for (const [over, orders, message] of [
    [{ targets: [] }, {}, /ended before all/],
    [{}, { filesystems: ['ext4', 'xfs'] }, /^ext4 was raced, where ext4 and xfs was ordered/],
    [{ targets: [xfs], scenarios: [other] }, {}, /^xfs was raced, where ext4 was ordered/],
    [{ targets: [makeTarget(), xfs] }, { filesystems: null }, /where one directory was ordered/],
    [{ targets: [makeTarget({ dax: false })] }, {}, /is not DAX, where dax was ordered/],
    [{}, { expect: 'page-cache' }, /is DAX, where page-cache was ordered/],
    [{}, { scenarios: ['fault-write-race', 'append-race'] }, /ended before all/],
    [{ scenarios: [makeScenario(), makeScenario()] }, {}, /told twice/],
    [{ scenarios: [never] }, {}, /overlapped in 0 attempts, where 100 are needed/],
    [{ scenarios: [brief] }, {}, /raced for 0\.1 s in 4000 attempts, .* less than was ordered/],
    [{ scenarios: [makeScenario({ gates: completed })] }, {}, /says nothing of dax-active and/],
  ] as [Partial<Result>, Partial<CleanOrder>, RegExp][]) {
    t.match(lacks(over, orders), message);
  }
  const overwritten = makeScenario({ id: 'overwrite-race' });
  const silent = overwritten.gates.filter(({ id }) => id !== 'huge-data-page');
  const ofData = { scenarios: ['overwrite-race'] };
  t.equal(lacks({ scenarios: [overwritten] }, ofData), null);
  t.match(
    lacks({ scenarios: [{ ...overwritten, gates: silent }] }, ofData),
    /says nothing of huge-data-page/,
    'steps that were left out are told',
  );
  const bad = makeScenario({ ...because, gates: unmet, seconds: 0 });
  t.equal(lacks({ scenarios: [bad] }), null, 'what is not clean need not be proved');
});
