import t from 'tap';
import { posteriorSteps } from '../../../src/campaign/bisect/posterior-steps.js';
import type { BisectReport } from '../../../src/result/campaign.js';
import { bisects, playBisect } from '../../fixtures/campaigns.js';

const favouriteOf = (probabilities: readonly number[]): number =>
  probabilities.indexOf(Math.max(...probabilities));

t.test('from all alike to the answer, a step for each run', async (t) => {
  const { bisect } = bisects.found;
  const steps = posteriorSteps(bisect);
  t.equal(steps.length, (bisect.runs?.length ?? 0) + 1);
  t.same(steps[0], { runs: 0, probabilities: Array(20).fill(1 / 20) });
  const last = steps.at(-1);
  t.same(
    last?.probabilities,
    bisect.kernels.map(({ probability }) => probability),
    'what the report says is the last step',
  );
  t.equal(favouriteOf(last?.probabilities ?? []), 13);
  for (const { probabilities } of steps) {
    const sum = probabilities.reduce((all, one) => all + one, 0);
    if (Math.abs(sum - 1) > 1e-9) t.fail(`they come to ${sum}`);
  }
});

t.test('where the fix is looked for, in the order of the list all the same', async (t) => {
  const { bisect } = bisects.fixed;
  const last = posteriorSteps(bisect).at(-1);
  t.equal(favouriteOf(last?.probabilities ?? []), 7);
  t.same(
    last?.probabilities,
    bisect.kernels.map(({ probability }) => probability),
  );
});

t.test('a long bisect is thinned, and its last run is there', async (t) => {
  const runs = Array.from({ length: 5000 }, () => ({ kernel: 19, verdict: 'stale' as const }));
  const bisect: BisectReport = { ...bisects.found.bisect, runs };
  const steps = posteriorSteps(bisect);
  t.ok(steps.length <= 241, `${steps.length}`);
  t.equal(steps.at(-1)?.runs, 5000);
});

t.test('ends that do not behave have steps too', async (t) => {
  const { bisect, steps } = playBisect(5, () => 'stale');
  t.match(bisect.refused, /the good end k0 is stale itself/);
  t.equal(favouriteOf(steps.at(-1)?.probabilities ?? []), 0);
});
