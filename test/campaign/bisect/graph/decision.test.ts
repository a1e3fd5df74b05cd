import fc from 'fast-check';
import t from 'tap';
import { decide } from '../../../../src/campaign/bisect/decision.js';
import { Commits } from '../../../../src/campaign/bisect/graph/commits.js';
import { decideOnGraph, knownOfGraph } from '../../../../src/campaign/bisect/graph/decision.js';
import { graphPosterior, type Range } from '../../../../src/campaign/bisect/graph/posterior.js';
import { posteriorOf } from '../../../../src/campaign/bisect/posterior.js';
import { DEFAULT_SETTINGS } from '../../../../src/campaign/bisect/settings.js';
import {
  isThere,
  isUntestable,
  type KernelCounts,
  NO_RUNS,
  withRun,
} from '../../../../src/campaign/run-counts.js';
import type { Verdict } from '../../../../src/result/result.js';
import { anyGraph, lineOf } from '../../../fixtures/commit-graphs.js';
import { countsOf } from '../../../fixtures/run-counts.js';

const kernel = fc.record({ stale: fc.nat(3), clean: fc.nat(9), untested: fc.nat(9) });
const ladder = fc.array(kernel, { minLength: 2, maxLength: 40 });

const costAsOfList = (counts: readonly KernelCounts[]) => (commit: number) =>
  isThere(counts[commit] ?? NO_RUNS) ? 0 : DEFAULT_SETTINGS.kernelCost;
const decided = (range: Range, counts: readonly KernelCounts[]) =>
  decideOnGraph(range, counts, DEFAULT_SETTINGS, costAsOfList(counts));

t.test('on a line it knows and does what the bisect of a list does', async (t) => {
  fc.assert(
    fc.property(ladder, (counts) => {
      const range: Range = { commits: new Commits(lineOf(counts.length)), looksFor: 'first-bad' };
      const list = posteriorOf(counts);
      t.same(graphPosterior(range, counts)?.probabilities, list.probabilities);
      const step = decided(range, counts);
      const decision = decide(counts, DEFAULT_SETTINGS);
      if (step.next !== 'answer' || decision.next !== 'answer') return t.same(step, decision);
      const { first, last, probability } = decision.answer.range;
      const members = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      t.same(step.known.group, { members, probability, witnesses: [last] });
      t.equal(step.confirmed, decision.answer.confirmed);
      return t.same(step.known.rate, decision.answer.rate);
    }),
  );
});

t.test('on a line the fix is found as it is in a list that is read backwards', async (t) => {
  fc.assert(
    fc.property(ladder, (counts) => {
      const range: Range = { commits: new Commits(lineOf(counts.length)), looksFor: 'first-fixed' };
      const list = posteriorOf(counts.toReversed());
      const posterior = graphPosterior(range, counts);
      if (posterior === null) return t.fail('a fix, or none, explains everything');
      // The fix is behind the last bad kernel; where that is the good end there is none.
      const shifted = [...list.probabilities].reverse();
      const close = (one = 0, other = 0) => Math.abs(one - other) < 1e-9;
      t.ok(close(posterior.never, shifted.at(-1)));
      for (const [commit, probability] of posterior.probabilities.entries())
        if (!close(probability, shifted[commit - 1])) return t.fail(`${commit}: ${probability}`);
      const step = decided(range, counts);
      const decision = decide(counts.toReversed(), DEFAULT_SETTINGS);
      t.equal(step.next, decision.next);
      // Of two that are as likely as each other either may come first, and the other way round they do.
      const isTied = close(knownOfGraph(range, counts)?.probability, 0.5);
      if (step.next === 'run' && decision.next === 'run' && !isTied)
        return t.equal(step.phase, decision.phase);
      return t.pass();
    }),
  );
});

/** Plays a bisect to its end. */
function play(range: Range, verdictOf: (commit: number, run: number) => Verdict) {
  const counts: KernelCounts[] = Array.from({ length: range.commits.count }, () => NO_RUNS);
  for (let turn = 0; turn < 5000; turn++) {
    const step = decided(range, counts);
    if (step.next !== 'run') return { step, counts };
    const before = counts[step.kernel] ?? NO_RUNS;
    const { stale, clean, untested } = before;
    counts[step.kernel] = withRun(before, verdictOf(step.kernel, stale + clean + untested));
  }
  throw new Error('it does not end');
}

t.test('a fault in every run is found in any graph, wherever it begins', async (t) => {
  fc.assert(
    fc.property(anyGraph, fc.nat(), fc.boolean(), (parents, place, fixed) => {
      const commits = new Commits(parents);
      const change = 1 + (place % (commits.count - 1));
      const hasIt = (commit: number) => commits.ancestorsOf(commit)[change] === 1;
      const looksFor = fixed ? 'first-fixed' : 'first-bad';
      const { step } = play({ commits, looksFor }, (commit) =>
        hasIt(commit) === fixed ? 'clean' : 'stale',
      );
      if (step.next !== 'answer') return t.fail(JSON.stringify(step));
      t.ok(step.confirmed);
      return t.same(step.known.group.members, [change]);
    }),
  );
});

t.test('commits that cannot be tested are stepped round, or are told together', async (t) => {
  fc.assert(
    fc.property(anyGraph, fc.nat(), fc.nat(), (parents, place, other) => {
      const commits = new Commits(parents);
      const change = 1 + (place % (commits.count - 1));
      const broken = 1 + (other % (commits.count - 1));
      fc.pre(broken !== commits.count - 1);
      const { step, counts } = play({ commits, looksFor: 'first-bad' }, (commit) => {
        if (commit === broken) return 'untested';
        return commits.ancestorsOf(commit)[change] === 1 ? 'stale' : 'clean';
      });
      if (step.next !== 'answer') return t.fail(JSON.stringify(step));
      t.ok(step.known.group.members.includes(change), `${step.known.group.members}`);
      t.ok(step.known.group.members.length === 1 || isUntestable(counts[broken] ?? NO_RUNS));
      return t.ok(step.confirmed);
    }),
  );
});

t.test('what is stale in two branches came before both of them', async (t) => {
  // 0 - 1 - 2 - 4, and 1 - 3 - 4: stale in 2 and 3 is stale in 1, or in 0.
  const range: Range = {
    commits: new Commits([[], [0], [1], [1], [2, 3]]),
    looksFor: 'first-bad',
  };
  const posterior = graphPosterior(range, countsOf('. . s s sss'));
  t.same(posterior?.candidates, Uint8Array.of(1, 1, 0, 0, 0));
  // 1 is bad by either: a run of 0 tells them apart.
  t.match(decided(range, countsOf('. . s s sss')), { next: 'run', kernel: 0, phase: 'search' });
});

t.test('what no single change explains is refused', async (t) => {
  // 1 does not descend from 0.
  const commits = new Commits([[], [], [0], [1, 2]]);
  t.match(decided({ commits, looksFor: 'first-bad' }, countsOf('. s s sss')), {
    ...{ next: 'refusal', refusal: 'unexplained' },
  });
});

t.test('a costly commit is left for one that is there', async (t) => {
  const range: Range = { commits: new Commits(lineOf(65)), looksFor: 'first-bad' };
  const counts = countsOf(`${'. '.repeat(64)}sss`);
  const costOf = (commit: number) => (commit === 20 ? 1 : 1000);
  t.match(decideOnGraph(range, counts, DEFAULT_SETTINGS, costOf), { next: 'run', kernel: 20 });
});
