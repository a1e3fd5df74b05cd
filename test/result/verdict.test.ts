import fc from 'fast-check';
import t from 'tap';
import type { Verdict } from '../../src/result/result.js';
import {
  attemptsToExclude,
  Exit,
  exitCodeOf,
  judgeScenario,
  overallVerdict,
  overlappedOf,
  rateBound95,
} from '../../src/result/verdict.js';
import { makeResult, makeScenario } from '../fixtures/results.js';

const gate = fc.record({ id: fc.string(), met: fc.boolean(), detail: fc.string() });
const verdict = fc.constantFrom<Verdict>('clean', 'stale', 'untested');

t.test('exit codes are the ones of the contract', async (t) => {
  const codes = (['clean', 'stale', 'untested'] as const).map((one) => exitCodeOf(one));
  t.same(codes, [0, 1, 125]);
  const kselftest = (['clean', 'stale', 'untested'] as const).map((one) =>
    exitCodeOf(one, 'kselftest'),
  );
  t.same(kselftest, [0, 1, 4]);
  t.same([Exit.FAULT, Exit.SIGINT, Exit.SIGTERM], [255, 130, 143]);
});

t.test('a stale read outweighs every gate', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), fc.array(gate), (stale, gates) => {
      const judged = judgeScenario(stale, gates);
      return judged.verdict === 'stale' && judged.reason === null;
    }),
  );
  t.pass('stale, and no reason');
});

t.test('without a stale read, one unmet gate forbids clean', async (t) => {
  fc.assert(
    fc.property(fc.array(gate), (gates) => {
      const judged = judgeScenario(0, gates);
      return gates.every(({ met }) => met)
        ? judged.verdict === 'clean' && judged.reason === null
        : judged.verdict === 'untested' && judged.reason !== null;
    }),
  );
  const gates = [
    { id: 'a', met: false, detail: 'no DAX' },
    { id: 'b', met: true, detail: 'fine' },
    { id: 'c', met: false, detail: 'no attempts' },
  ];
  t.same(judgeScenario(0, gates), { verdict: 'untested', reason: 'no DAX; no attempts' });
});

t.test('the whole is no better than its worst part', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.record({ verdict })), (scenarios) => {
      const overall = overallVerdict(scenarios);
      const has = (wanted: Verdict) => scenarios.some((one) => one.verdict === wanted);
      if (has('stale')) return overall === 'stale';
      if (has('untested') || scenarios.length === 0) return overall === 'untested';
      return overall === 'clean';
    }),
  );
  t.equal(overallVerdict([]), 'untested', 'nothing raced is never clean');
});

t.test('the rule of three', async (t) => {
  t.equal(rateBound95(3000), 0.001);
  t.equal(rateBound95(0), null);
});

t.test('the bound is never less than the exact one, and nearly it', async (t) => {
  // Clopper and Pearson, 1934, for no hit in n: 1 - 0.05^(1/n).
  for (const [attempts, exact] of [
    [10, 0.2589],
    [30, 0.095],
    [100, 0.02951],
    [1000, 0.002991],
  ] as const) {
    const bound = rateBound95(attempts) ?? 0;
    t.ok(bound >= exact && bound < exact * 1.16, `${bound} for ${exact}`);
  }
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 1e6 }), (attempts) => {
      const bound = rateBound95(attempts) ?? 0;
      // At that rate a run without a hit is as rare as it should be.
      return (1 - bound) ** attempts <= 0.05;
    }),
  );
});

t.test('overlapped attempts of all scenarios are added up', async (t) => {
  const scenarios = [makeScenario(), makeScenario({ overlapped: 17 })];
  t.equal(overlappedOf(makeResult({ scenarios })), 3017);
});

t.test('as many attempts exclude a rate as its bound says', async (t) => {
  t.equal(attemptsToExclude(1e-4), 30_000);
  t.equal(attemptsToExclude(1), 3);
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1, noNaN: true }), (rate) => {
      const attempts = attemptsToExclude(rate);
      const excluded = rateBound95(attempts) ?? 1;
      const oneLess = attempts > 1 ? (rateBound95(attempts - 1) ?? 1) : Number.POSITIVE_INFINITY;
      return excluded <= rate * (1 + 1e-12) && oneLess >= rate;
    }),
  );
});
