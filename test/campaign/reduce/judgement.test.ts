import t from 'tap';
import { confidenceIn, judgementOf, RUNS_LIMIT } from '../../../src/campaign/reduce/judgement.js';

const runs = (stale: number, clean: number, untested = 0) => ({ stale, clean, untested });

t.test('a stale run is certain, whatever else was seen', async (t) => {
  t.same(judgementOf(runs(1, 9, 9), runs(3, 0), 0.95, null), { kind: 'stale' });
});

t.test('the higher the rate, the fewer clean runs are enough', async (t) => {
  const needed = (stale: number, clean: number): number => {
    for (let more = 0; ; more++) if (confidenceIn(more, runs(stale, clean)) >= 0.95) return more;
  };
  t.equal(needed(3, 0), 2);
  t.equal(needed(20, 0), 1);
  t.equal(needed(3, 3), 7);
  t.equal(confidenceIn(0, runs(3, 0)), 0);
});

t.test('a rate too low, and runs that are spoilt, decide nothing', async (t) => {
  const few = judgementOf(runs(0, RUNS_LIMIT), runs(3, 60), 0.95, null);
  t.match(few, { kind: 'undecided', reason: /too rare/ });
  t.match(judgementOf(runs(0, 0, 3), runs(3, 0), 0.95, 'the guest ended'), {
    kind: 'undecided',
    reason: 'the guest ended',
  });
  t.equal(judgementOf(runs(0, 0, 1), runs(3, 0), 0.95, null), null, 'one may be chance');
});
