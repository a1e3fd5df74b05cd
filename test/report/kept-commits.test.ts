import fc from 'fast-check';
import t from 'tap';
import { type KeptCommit, keptCommits } from '../../src/report/kept-commits.js';
import { anyGraph, lineOf } from '../fixtures/commit-graphs.js';

/** All pairs of a commit and one that it descends from. */
function descents(commits: readonly KeptCommit[]): string[] {
  const above = new Map<number, Set<number>>();
  for (const { place, parents } of commits)
    above.set(
      place,
      new Set(parents.flatMap((parent) => [parent.place, ...(above.get(parent.place) ?? [])])),
    );
  return [...above].flatMap(([one, all]) => [...all].map((other) => `${one}>${other}`)).sort();
}

t.test('who descends from whom is the same in what is left', async (t) => {
  const property = fc.property(anyGraph, fc.func(fc.boolean()), (parents, isKept) => {
    const all = keptCommits(parents, () => true);
    const some = keptCommits(parents, isKept);
    const kept = new Set(some.map(({ place }) => `${place}`));
    const wanted = descents(all).filter((pair) => pair.split('>').every((one) => kept.has(one)));
    return descents(some).join() === wanted.join();
  });
  t.doesNotThrow(() => fc.assert(property));
});

t.test(
  'with nothing left out each commit has its parents, a merge of a branch ahead too',
  async (t) => {
    const parents = [[], [0], [1], [1, 2]];
    t.same(
      keptCommits(parents, () => true).map((commit) => commit.parents.map(({ place }) => place)),
      parents,
    );
  },
);

t.test('a way through what is left out is no parent', async (t) => {
  const [, last] = keptCommits(lineOf(5), (place) => place === 0 || place === 4);
  t.same(last, { place: 4, parents: [{ place: 0, isDirect: false }] });
});

t.test('of two ways the one through a third commit is shown', async (t) => {
  // 0 - 1 - 2 - 4, and 0 - 3 - 4: without 1 and 3, all that 4 descends from it does through 2.
  const left = keptCommits([[], [0], [1], [0], [2, 3]], (place) => place % 2 === 0);
  t.same(left[2]?.parents, [{ place: 2, isDirect: true }]);
});
