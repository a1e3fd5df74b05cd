import t from 'tap';
import { pointName } from '../../../src/native/probe-point.js';
import { CHANGES, type ChangeKind } from '../../../src/race/changes/list.js';
import { changePoints } from '../../../src/race/strategies/change-points.js';
import { Choice } from '../../../src/race/strategies/choice.js';
import type { StrategyId } from '../../../src/race/strategies/list.js';
import { NO_PROBE } from '../../../src/race/strategies/probe-points.js';
import { timerOf } from '../../../src/race/strategies/stagger-search.js';
import { punchReadRace } from '../../../src/scenarios/punch-read-race.js';
import type { Step } from '../../../src/scenarios/scenario.js';

const [STEP] = punchReadRace.steps as [Step];

/** A bound on the rounds of a test. */
const ROUNDS_LIMIT = 1000;

/** A round of one turn. */
function note(choice: Choice, hits: number, reached: number): void {
  choice.notePoint({ seconds: 0.1, hits, reached });
  choice.note(0.1, hits);
}

t.test('each strategy gets rounds, and a point that finds something most turns', async (t) => {
  const choice = new Choice(['stagger', 'preempt', 'probe'], STEP, { seed: 7 });
  const seen = new Map<string, number>();
  for (let round = 0; round < 300; round++) {
    seen.set(choice.strategy, (seen.get(choice.strategy) ?? 0) + 1);
    note(choice, 0, 16);
    choice.next();
  }
  t.ok(
    [...seen.values()].every((rounds) => rounds > 80),
    'equally where nothing is found',
  );
  for (let round = 0; round < ROUNDS_LIMIT && choice.strategy !== 'probe'; round++) {
    note(choice, 0, 0);
    choice.next();
  }
  const { point } = choice;
  t.match(choice.pointName, / (?:entry|return)$/);
  const turns = new Map<number, number>();
  for (let turn = 0; turn < ROUNDS_LIMIT; turn++) {
    turns.set(choice.point, (turns.get(choice.point) ?? 0) + 1);
    choice.notePoint({ seconds: 0.1, hits: choice.point === point ? 8 : 0, reached: 16 });
    t.ok(choice.nextPoint());
  }
  const own = turns.get(point) ?? 0;
  t.ok(own > 0.7 * ROUNDS_LIMIT, `${own} of ${ROUNDS_LIMIT} turns`);
  const others = [...turns].filter(([one]) => one !== point).map(([, count]) => count);
  t.ok(others.length > 20 && Math.min(...others) > 0, 'and no other one none');
});

t.test(
  'it is known how many points were tried and passed, and when each had its turn',
  async (t) => {
    const choice = new Choice(['probe'], STEP, { seed: 7 });
    const all = choice.pointCounts?.left ?? 0;
    t.ok(all > 20);
    for (let turn = 1; turn <= all + 5; turn++) {
      choice.notePoint({ seconds: 1, hits: 0, reached: turn % 2 });
      const passed = Math.min(Math.ceil(turn / 2), Math.ceil(all / 2));
      const tried = Math.min(turn, all);
      t.match(choice.pointCounts, { tried, passed, left: all - tried, seconds: tried });
      t.ok(choice.nextPoint());
    }
    t.equal(new Choice(['stagger'], STEP, { seed: 7 }).pointCounts, null);
  },
);

t.test('of several points in a round the check at its end names none', async (t) => {
  const choice = new Choice(['probe'], STEP, { seed: 7 });
  const first = choice.pointName;
  t.equal(choice.met(0, false, 8).probe, first);
  t.equal(choice.met(0, true, NO_PROBE).probe, null, 'where this kernel has no such point');
  choice.notePoint({ seconds: 0.1, hits: 0, reached: 16 });
  t.ok(choice.nextPoint());
  t.not(choice.pointName, first);
  t.equal(choice.met(0, true, 8).probe, choice.pointName);
  t.equal(choice.met(0, false, 8).probe, null);
  choice.next();
  t.equal(choice.met(0, false, 8).probe, choice.pointName, 'of the next round it names it again');
});

t.test('a stale read tells who preempted whom, and by what', async (t) => {
  const met = (id: StrategyId) => new Choice([id], STEP, { seed: 7 }).met(100, true, 8);
  const both = { sharedCpu: true, stagger: 100 };
  t.match(met('stagger'), { sharedCpu: false, ahead: null, timerNanoseconds: null, probe: null });
  const writers = met('preempt');
  t.match(writers, { ...both, ahead: 'writer', timerNanoseconds: timerOf(100, 'writer') });
  const readers = met('preempt-writer');
  t.match(readers, { ...both, ahead: 'reader', timerNanoseconds: timerOf(100, 'reader') });
  t.match(met('probe'), { ahead: 'writer', probe: /^ext4_iomap_begin return$/ });
  const [first] = changePoints('punch');
  t.match(met('probe-writer'), { ahead: 'reader', probe: `${first?.symbol} return` });
});

t.test('a probe whose asked points nothing passes has not had its turn', async (t) => {
  const ids: StrategyId[] = ['stagger', 'probe', 'probe-writer'];
  const asked = [{ symbol: 'no_such_function_of_any_kernel', at: 'entry' }] as const;
  const raced = (choice: Choice, passes: StrategyId | null) => {
    for (let round = 0; round < 300; round++) {
      const isPassed = choice.pointName === null || choice.strategy === passes;
      note(choice, 0, isPassed ? 8 : 0);
      choice.next();
    }
    return choice.retired;
  };
  t.same(raced(new Choice(ids, STEP, { seed: 7, asked }), null), []);
  t.same(
    raced(new Choice(ids, STEP, { seed: 7, asked }), 'probe'),
    [2],
    'it is meant for one of the two',
  );
  t.same(
    raced(new Choice(ids.slice(0, 2), STEP, { seed: 7 }), null),
    [1],
    'of its own list it is no matter',
  );
});

t.test('each change has points of its own, and none of them twice', async (t) => {
  for (const change of Object.keys(CHANGES) as ChangeKind[]) {
    const names = changePoints(change).map(pointName);
    t.ok(names.length > 10, change);
    t.equal(new Set(names).size, names.length, change);
  }
});

t.test('where no fault passes any point the time is for the other ways', async (t) => {
  const choice = new Choice(['stagger', 'probe'], STEP, { seed: 7 });
  const points = new Set<number>();
  for (let round = 0; round < ROUNDS_LIMIT; round++) {
    if (choice.strategy === 'probe') points.add(choice.point);
    note(choice, 0, NO_PROBE);
    choice.next();
  }
  t.equal(choice.strategy, 'stagger');
  t.equal(choice.pointName, null);
  t.same(choice.retired, [1]);
  t.ok(points.size > 20, 'after each point was tried once');
});
