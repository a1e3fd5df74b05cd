import fc from 'fast-check';
import t from 'tap';
import { Commits } from '../../../../src/campaign/bisect/graph/commits.js';
import { COMMITS_LIMIT } from '../../../../src/result/campaign.js';
import { anyGraph, lineOf } from '../../../fixtures/commit-graphs.js';

/** The ancestors of a commit and itself, the plain way. */
function ancestorsOf(parents: readonly (readonly number[])[], commit: number): Set<number> {
  const all = new Set([commit]);
  for (const one of all) for (const parent of parents[one] ?? []) all.add(parent);
  return all;
}

t.test('sums over ancestors are those that are counted one by one', async (t) => {
  fc.assert(
    fc.property(anyGraph, (parents) => {
      const commits = new Commits(parents);
      const values = Float64Array.from({ length: 2 * commits.count }, (_, place) => place + 1);
      const sums = commits.sumsOverAncestors(values, 2);
      return parents.every((_, commit) => {
        const all = [...ancestorsOf(parents, commit)];
        const marks = commits.ancestorsOf(commit);
        const sum = all.reduce((total, one) => total + (values[2 * one + 1] ?? 0), 0);
        const marked = all.every((one) => marks[one] === 1);
        return marked && marks.filter((one) => one === 1).length === all.length
          ? sums[2 * commit + 1] === sum
          : false;
      });
    }),
  );
  t.pass('each is the same');
});

t.test('ancestors lie in more than one block, and merges bring each once', async (t) => {
  // Two lines from one commit, merged: the shorter one is brought by the merge.
  const [long, short] = [9000, 700];
  const parents = lineOf(long);
  for (let commit = 0; commit < short; commit++)
    parents.push([commit === 0 ? 10 : parents.length - 1]);
  parents.push([parents.length - 1, long - 1]);
  const commits = new Commits(parents);
  const sums = commits.sumsOverAncestors(new Float64Array(commits.count).fill(1), 1);
  t.equal(sums.at(-1), commits.count);
  t.equal(sums[long + short - 1], 11 + short);
});

t.test('distances go along parents and children', async (t) => {
  const commits = new Commits([[], [0], [1], [1], [2, 3], []]);
  t.same([...commits.distancesTo(2)], [2, 1, 0, 2, 1, 6]);
});

t.test('a commit that comes before its parent, and too many commits, are refused', async (t) => {
  t.throws(() => new Commits([[], [2], []]), RangeError);
  t.throws(() => new Commits(lineOf(COMMITS_LIMIT + 1)), {
    message: /the range holds 65537 commits/,
  });
});
