import t from 'tap';
import { noCounts } from '../../src/race/counts/tally.js';
import type { RacePlan } from '../../src/race/plan.js';
import { noSum, resultOf } from '../../src/race/scenario-sum.js';
import { faultWriteRace } from '../../src/scenarios/fault-write-race.js';
import { makeTarget } from '../fixtures/results.js';

const PLAN: RacePlan = {
  ...{ scenarios: [], seconds: 1, budgetSeconds: null, attempts: null, untilBound: null, seed: 7 },
  ...{ expect: 'any', strategies: null, evidenceLimit: 1 },
};

/** What a result tells of the points of a probe with these counts. */
function pointsOf(counts: Partial<ReturnType<typeof noCounts>>) {
  const signal = new AbortController().signal;
  const order = { scenario: faultWriteRace, plan: PLAN, target: makeTarget(), signal };
  const sum = { ...noSum(), byStrategy: { probe: { ...noCounts(), ...counts } } };
  return resultOf(order as unknown as Parameters<typeof resultOf>[0], sum).strategies[0]?.points;
}

t.test('a probe tells of its points, and which of them the kernel told', async (t) => {
  const counts = { points: 90, pointsPassed: 40, pointsTold: 20, pointsToldPassed: 10 };
  const points = { tried: 90, passed: 40, told: { tried: 20, passed: 10 } };
  const whole = { ...counts, pointsSeconds: 4 };
  t.same(pointsOf(whole), { ...points, secondsToTryAll: 4 });
  t.same(pointsOf({ ...whole, pointsLeft: 1 }), { ...points, secondsToTryAll: null });
});

t.test('where there was no list, no time was needed for it', async (t) => {
  const told = { tried: 20, passed: 10 };
  const counts = { points: 20, pointsPassed: 10, pointsTold: 20, pointsToldPassed: 10 };
  t.same(pointsOf(counts), { ...told, secondsToTryAll: null, told });
  t.match(pointsOf({}), { tried: 0, secondsToTryAll: null });
});
