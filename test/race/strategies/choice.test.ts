import t from 'tap';
import { Choice } from '../../../src/race/strategies/choice.js';
import { NO_PROBE } from '../../../src/race/strategies/probe-points.js';

/** A bound on the rounds of a test. */
const ROUNDS_LIMIT = 1000;

t.test('each strategy gets rounds, and a probe that finds something whole ones', async (t) => {
  const choice = new Choice(['stagger', 'preempt', 'probe'], 7);
  const seen = new Map<string, number>();
  for (let round = 0; round < 300; round++) {
    seen.set(choice.strategy, (seen.get(choice.strategy) ?? 0) + 1);
    choice.note({ seconds: 0.1, hits: 0, reached: 256 });
    choice.next();
  }
  t.ok(
    [...seen.values()].every((rounds) => rounds > 80),
    'equally where nothing is found',
  );
  while (choice.strategy !== 'probe') {
    choice.note({ seconds: 0.1, hits: 0, reached: 0 });
    choice.next();
  }
  const { point } = choice;
  t.match(choice.pointName, / (?:entry|return)$/);
  t.ok(choice.triesPoint);
  choice.note({ seconds: 0.1, hits: 50, reached: 256 });
  for (let round = 0; round < ROUNDS_LIMIT; round++) {
    choice.next();
    if (choice.strategy === 'probe' && choice.point === point) break;
    choice.note({ seconds: 0.1, hits: 0, reached: 256 });
  }
  t.equal(choice.point, point, 'it is gone back to');
  t.notOk(choice.triesPoint);
});

t.test('where no fault passes any point the time is for the other ways', async (t) => {
  const choice = new Choice(['stagger', 'probe'], 7);
  const points = new Set<number>();
  for (let round = 0; round < ROUNDS_LIMIT; round++) {
    if (choice.strategy === 'probe') points.add(choice.point);
    choice.note({ seconds: 0.1, hits: 0, reached: NO_PROBE });
    choice.next();
  }
  t.equal(choice.strategy, 'stagger');
  t.equal(choice.pointName, null);
  t.same(choice.retired, [1]);
  t.ok(points.size > 20, 'after each point was tried once');
});
