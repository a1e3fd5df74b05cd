import fc from 'fast-check';
import t from 'tap';
import { Commits } from '../../../src/campaign/bisect/graph/commits.js';
import { decideOnGraph } from '../../../src/campaign/bisect/graph/decision.js';
import type { Range } from '../../../src/campaign/bisect/graph/posterior.js';
import { DEFAULT_SETTINGS } from '../../../src/campaign/bisect/settings.js';
import { type Ahead, likelyNext } from '../../../src/campaign/commits/likely-next.js';
import { NO_RUNS, withRun } from '../../../src/campaign/run-counts.js';
import { anyGraph, lineOf } from '../../fixtures/commit-graphs.js';

const settings = DEFAULT_SETTINGS;
const costOf = () => 10;
const rangeOf = (parents: number[][]): Range => ({
  commits: new Commits(parents),
  looksFor: 'first-bad',
});

t.test('on a line these are the middles of the two halves, the likelier half first', async (t) => {
  const counts = Array.from({ length: 17 }, (_, one) =>
    one === 16 ? { ...NO_RUNS, stale: 8 } : NO_RUNS,
  );
  const now: Ahead = { range: rangeOf(lineOf(17)), counts, settings, costOf };
  const step = decideOnGraph(now.range, counts, settings, costOf);
  if (step.next !== 'run') return t.fail(`there is something to run: ${step.next}`);
  const [first = -1, second = -1, ...more] = likelyNext(now, step.kernel);
  t.same(more, []);
  const [older, newer] = [Math.min(first, second), Math.max(first, second)];
  t.ok(older > 0 && older < step.kernel, `${older} is before ${step.kernel}`);
  t.ok(newer > step.kernel && newer < 16, `${newer} is behind it`);
  // One clean run of it, and the newer half is the likelier one.
  const doubted = counts.with(step.kernel, { ...NO_RUNS, clean: 3 });
  return t.ok((likelyNext({ ...now, counts: doubted }, step.kernel)[0] ?? 0) > step.kernel);
});

t.test('what the bisect wants when it leaves a commit was foreseen', async (t) => {
  fc.assert(
    fc.property(anyGraph, fc.nat(), fc.constantFrom('stale', 'clean'), (parents, pick, verdict) => {
      const range = rangeOf(parents);
      const culprit = pick % range.commits.count;
      const isBad = (commit: number) => range.commits.ancestorsOf(commit)[culprit] === 1;
      let counts = parents.map(() => NO_RUNS);
      // A detector that misses nothing: the bisect goes on until it wants the commit whose outcome is played then.
      for (let runs = 0; runs < 200; runs++) {
        const step = decideOnGraph(range, counts, settings, costOf);
        if (step.next !== 'run') return true;
        const likely = likelyNext({ range, counts, settings, costOf }, step.kernel);
        if (likely.length > 2 || likely.includes(step.kernel)) return false;
        const own = isBad(step.kernel) ? 'stale' : 'clean';
        const then = counts.with(step.kernel, withRun(counts[step.kernel] ?? NO_RUNS, own));
        const next = decideOnGraph(range, then, settings, costOf);
        const leaves = next.next === 'run' && next.kernel !== step.kernel;
        if (own === verdict && leaves && !likely.includes(next.kernel)) return false;
        counts = then;
      }
      return true;
    }),
    { numRuns: 40 },
  );
  t.pass('in each graph');
});
