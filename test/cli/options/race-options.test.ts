import t from 'tap';
import { checkBudget, planOf } from '../../../src/cli/options/race-options.js';
import { coreScenarioIds, scenarioIds } from '../../../src/scenarios/list.js';

t.test('all stands for every scenario, whatever the default is', async (t) => {
  t.same(planOf(coreScenarioIds, {}).scenarios, ['stale-zero-page', 'fault-write-race']);
  t.same(planOf(scenarioIds, {}).scenarios, scenarioIds);
  t.same(planOf(coreScenarioIds, { scenario: ['all'] }).scenarios, scenarioIds);
  const both = { scenario: ['fault-write-race', 'all'] };
  t.same(planOf(coreScenarioIds, both).scenarios, scenarioIds, 'also beside a name');
  const twice = { scenario: ['fault-write-race', 'fault-write-race'] };
  t.same(planOf(scenarioIds, twice).scenarios, ['fault-write-race']);
});

t.test('later options override, those behind -- of vm the ones before', async (t) => {
  t.equal(planOf([], { seconds: 3 }, { seconds: 5 }).seconds, 5);
  t.equal(planOf([], { budget: 60 }, {}).budgetSeconds, 60);
  t.equal(planOf([], {}).budgetSeconds, null);
  t.throws(() => planOf([], { seconds: 3 }, { budget: 5 }), { message: /give one of them$/ });
});

t.test('a bound has a longer time, and so does a budget of its own', async (t) => {
  t.equal(planOf([], {}).seconds, 10);
  t.equal(planOf([], { untilBound: 1e-5 }).seconds, 600);
  t.match(planOf([], { untilBound: 1e-5, budget: 30 }), { budgetSeconds: 30, untilBound: 1e-5 });
});

t.test('a budget must give every scenario a turn on every filesystem', async (t) => {
  const plan = planOf(['a', 'b', 'c'], { budget: 6 });
  checkBudget(plan, 2);
  t.throws(() => checkBudget(plan, 3), {
    message:
      '--budget 6 is too little for 3 scenarios on 3 filesystems: give at least 9, or name fewer',
  });
  checkBudget({ ...plan, budgetSeconds: null }, 100);
});

t.test('a step must be there in each scenario that is raced', async (t) => {
  t.equal(planOf(['cow-write-race'], { step: 3 }).step, 3);
  t.notOk('step' in planOf(['cow-write-race'], {}));
  t.throws(() => planOf(['cow-write-race', 'fault-write-race'], { step: 2 }), {
    message: /^--step 2 is not there in fault-write-race, which has 1: give a smaller one/,
  });
});

t.test('a point is a function, and its entry or its return', async (t) => {
  const point = ['iomap_iter return', 'iomap_iter return', '__do_fault entry'];
  t.same(planOf([], { point }).points, ['iomap_iter return', '__do_fault entry']);
  const told = ['told', 'iomap_iter return'];
  t.same(planOf([], { point: told }).points, told, 'or those that the kernel tells');
  for (const wrong of ['', 'iomap_iter', 'iomap_iter exit', 'a b entry', '7up entry', 'x\nentry'])
    t.throws(() => planOf([], { point: [wrong] }), /is none: give a function of the kernel/);
  const many = Array.from({ length: 65 }, (_, index) => `f${index} entry`);
  t.throws(() => planOf([], { point: many }), /may be given 64 times: name fewer/);
});
