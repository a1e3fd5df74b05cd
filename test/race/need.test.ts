import t from 'tap';
import { needOf } from '../../src/race/need.js';
import type { ScenarioResult } from '../../src/result/result.js';

/** The need of a scenario with that verdict and these gates unmet. */
function need(verdict: ScenarioResult['verdict'], unmet: readonly string[], ended = false): string {
  const gates = ['dax-active', 'completed', 'overlapped', 'bound', 'huge-zero-page'].map((id) => ({
    id,
    met: !unmet.includes(id),
    metByTime: id === 'overlapped' || id === 'bound',
    detail: '',
  }));
  return needOf({ result: { verdict, gates }, ended, reachedBound: false });
}

t.test('more time is for what time can bring', async (t) => {
  t.equal(need('untested', ['overlapped']), 'verdict');
  t.equal(need('untested', ['bound']), 'verdict');
  t.equal(need('untested', ['overlapped', 'huge-zero-page']), 'nothing', 'huge pages it cannot');
  t.equal(need('untested', ['completed']), 'nothing', 'nor mend a race that failed');
  t.equal(need('clean', []), 'lower-bound');
});

t.test('who is stale, or has come to its end, needs nothing', async (t) => {
  t.equal(need('stale', ['overlapped']), 'nothing');
  t.equal(need('clean', [], true), 'nothing');
  t.equal(need('untested', ['overlapped'], true), 'nothing', 'also without a verdict');
  const gates = [{ id: 'bound', met: true, detail: '' }];
  const atBound = { result: { verdict: 'clean' as const, gates }, ended: false };
  t.equal(needOf({ ...atBound, reachedBound: true }), 'nothing');
});
