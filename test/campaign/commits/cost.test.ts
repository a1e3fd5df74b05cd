import fc from 'fast-check';
import t from 'tap';
import { Commits } from '../../../src/campaign/bisect/graph/commits.js';
import { costsOf } from '../../../src/campaign/commits/cost.js';
import { lineOf } from '../../fixtures/commit-graphs.js';

const commits = new Commits(lineOf(100));
const build = (kernel: number, seconds: number) => ({ kernel, seconds, failed: null });

t.test('before anything is known a build costs as much as ten runs, everywhere', async (t) => {
  t.equal(costsOf(commits, [], [])(50), 10);
});

t.test('what was built or run is there', async (t) => {
  const cost = costsOf(commits, [build(99, 300)], [{ kernel: 7, seconds: 30 }]);
  t.equal(cost(99), 0);
  t.equal(cost(7), 0);
  t.equal(cost(50), 10, 'seconds of a build by those of a run');
});

t.test('a build far from the last one costs more, as builds have shown', async (t) => {
  // The first one compiles everything; then 10 seconds, and as many for each doubling of the distance.
  const seconds = (distance: number) => 10 + 10 * Math.log2(1 + distance);
  const builds = [
    build(99, 3000),
    build(50, seconds(49)),
    build(75, seconds(25)),
    build(62, seconds(13)),
  ];
  const cost = costsOf(commits, builds, [{ kernel: 99, seconds: 10 }]);
  t.ok(Math.abs(cost(63) - seconds(1) / 10) < 1e-9, `${cost(63)}`);
  t.ok(Math.abs(cost(9) - seconds(53) / 10) < 1e-9, `${cost(9)}`);
});

t.test('no cost is negative, or no number', async (t) => {
  const builds = fc.array(fc.tuple(fc.nat(99), fc.double({ min: 0, max: 1e5, noNaN: true })));
  fc.assert(
    fc.property(builds, fc.nat(99), (all, commit) => {
      const cost = costsOf(
        commits,
        all.map(([kernel, seconds]) => build(kernel, seconds)),
        [],
      );
      return cost(commit) >= 0 && Number.isFinite(cost(commit));
    }),
  );
  t.pass('each is a finite one');
});
