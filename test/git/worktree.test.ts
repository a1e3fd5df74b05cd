import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { openWorktree } from '../../src/git/worktree.js';
import { makeMergedRepository } from '../fixtures/repositories.js';

t.test('a worktree of its own, and nothing left of it', async (t) => {
  const folder = t.testdir({});
  process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
  const repository = await makeMergedRepository(path.join(folder, 'linux'), path.join(folder, 'i'));
  // One of its owner's, whose disk is not there at the moment.
  const absent = path.join(folder, 'absent');
  await repository.git('worktree', 'add', '--detach', absent);
  rmSync(absent, { recursive: true });
  writeFileSync(path.join(repository.folder, '.git/hooks/post-checkout'), '#!/bin/sh\nexit 1\n', {
    mode: 0o755,
  });
  const worktree = await openWorktree(repository.folder);
  await worktree.checkOut(repository.hashOf('t6'));
  t.equal(readFileSync(path.join(worktree.folder, 'fs/t6'), 'utf8'), 't6');
  t.notOk(existsSync(path.join(worktree.folder, 'mm/m4')));
  await t.rejects(openWorktree(repository.folder), { message: /another bisect builds commits/ });
  await worktree.remove();
  t.notOk(existsSync(worktree.folder));
  const left = (await repository.git('worktree', 'list')).split('\n');
  t.match(left, [repository.folder, absent], "those of the repository's owner stay");
  t.equal(left.length, 2);
});

t.test(
  'it is whole, and of the repository that is named, whatever its owner has set',
  async (t) => {
    const folder = t.testdir({});
    process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
    const repository = await makeMergedRepository(
      path.join(folder, 'linux'),
      path.join(folder, 'i'),
    );
    await repository.git('sparse-checkout', 'set', 'fs');
    const other = await makeMergedRepository(path.join(folder, 'other'), path.join(folder, 'i'));
    const head = await other.git('symbolic-ref', 'HEAD');
    process.env.GIT_DIR = path.join(other.folder, '.git');
    t.teardown(() => {
      delete process.env.GIT_DIR;
    });
    const worktree = await openWorktree(repository.folder);
    await worktree.checkOut(repository.hashOf('m8'));
    delete process.env.GIT_DIR;
    t.ok(existsSync(path.join(worktree.folder, 'mm/m4')), 'what its owner does not check out');
    t.equal(await other.git('symbolic-ref', 'HEAD'), head);
    await worktree.remove();
  },
);

t.test('without room none is made', async (t) => {
  const folder = t.testdir({});
  process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
  const repository = await makeMergedRepository(path.join(folder, 'linux'), path.join(folder, 'i'));
  await t.rejects(
    openWorktree(repository.folder, () => 1024 ** 3),
    { message: /has no room for a worktree: free 4 GiB there, or set XDG_CACHE_HOME/ },
  );
  await (await openWorktree(repository.folder)).remove();
});
