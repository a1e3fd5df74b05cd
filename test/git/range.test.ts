import path from 'node:path';
import t, { type Test } from 'tap';
import { readRange } from '../../src/git/range.js';
import { makeMergedRepository, type Repository } from '../fixtures/repositories.js';

async function repositoryOf(t: Test): Promise<Repository> {
  const folder = t.testdir({});
  return makeMergedRepository(path.join(folder, 'linux'), path.join(folder, 'images'));
}

const ends = { good: 'v1', bad: 'v2', firstFixed: false };

t.test('the commits of a range are those of git bisect, parents first', async (t) => {
  const { folder, hashes, git } = await repositoryOf(t).then((one) => ({
    ...{ folder: one.folder, hashes: one.hashes },
    git: one.git.bind(one),
  }));
  for (const paths of [[], ['mm'], ['fs/t5', 'mm']]) {
    const commits = await readRange({ folder, paths, ...ends });
    const listed = await git('rev-list', '--bisect-all', 'v1..v2', '--', ...paths);
    const taken = listed.split('\n').map((line) => line.split(' ')[0]);
    const [first, ...others] = commits.map(({ hash }) => hash);
    t.equal(first, hashes.get('v1'));
    const newest = others.at(-1);
    t.equal(newest, hashes.get('m8'), 'both ends are there, whether they touch the paths or not');
    t.same(new Set([...taken, newest]), new Set(others), paths.join());
    for (const [place, { parents }] of commits.entries())
      t.ok(parents.every((parent) => parent < place));
  }
});

t.test('a merge has both of its parents, and a commit all that is asked of it', async (t) => {
  const { folder } = await repositoryOf(t);
  const commits = await readRange({ folder, paths: [], ...ends });
  const named = (subject: string) => commits.find((one) => one.subject === subject);
  const above = named('merge-2')?.parents.map((parent) => commits[parent]?.subject);
  t.same(new Set(above), new Set(['m5', 't7']));
  t.match(named('t6'), {
    author: 'A U Thor',
    date: /^2017-05-10T12:00:00/,
    tree: /^[0-9a-f]{40}$/,
  });
});
