/** Bisects over the commits of real repositories, from the command line to the exit code; guests are played. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t, { type Test } from 'tap';
import { bisectReportSchema } from '../../src/result/campaign.js';
import { FIXTURE_BIN, runCli, startCli } from '../fixtures/cli.js';
import { gitIn, makeMergedRepository, Repository } from '../fixtures/repositories.js';

const TEST_LIMIT_MS = 200_000;

function machineOf(t: Test) {
  const folder = t.testdir({ tmp: {} });
  const at = (...names: string[]) => path.join(folder, ...names);
  // The runtime's image is costly: made once for the whole file.
  const cache = path.join(t.testdirName, '..', 'bisect-commits-cache');
  mkdirSync(cache, { recursive: true });
  const env = {
    ...{ PATH: `${FIXTURE_BIN}:${process.env.PATH}`, GUEST: 'by-kernel' },
    ...{ TMPDIR: at('tmp'), XDG_CACHE_HOME: cache, GIT_CEILING_DIRECTORIES: folder },
  };
  const race = ['--accel', 'tcg', '--scenario', 'stale-zero-page'];
  const options = { cwd: folder, env };
  const run = (...args: string[]) => runCli(['bisect', ...race, ...args], options);
  const start = (...args: string[]) => startCli(['bisect', ...race, ...args], options);
  const worktrees = () =>
    readdirSync(path.join(cache, 'holerace/worktrees')).filter((one) => !one.endsWith('.lock'));
  return { at, run, start, worktrees };
}

const buildsOf = ({ images }: Repository) =>
  readFileSync(path.join(images, 'builds'), 'utf8').trim().split('\n').length;

t.test('the first bad commit of a history with merges', { timeout: TEST_LIMIT_MS }, async (t) => {
  const { at, run, worktrees } = machineOf(t);
  const repository = await makeMergedRepository(at('linux'), at('images'));
  writeFileSync(path.join(repository.folder, 'fs/m1'), 'edited, and not committed');
  const status = await repository.git('status', '--porcelain');
  const range = ['--git', 'linux', '--good', 'v1', '--bad', 'v2', '--build', repository.build];
  // The seconds that builds have taken decide nothing then: the same commits are chosen again.
  const ends = [...range, '--kernel-cost', '10'];
  const { exitCode, stdout, stderr } = await run(...ends, '--json', 'r.json', '--journal', 'j');
  t.equal(exitCode, 0, stderr);
  const culprit = repository.hashOf('t6');
  const answer = stdout.trim().split('\n').at(-1);
  t.match(answer, `the first bad commit is ${culprit} ("t6", A U Thor, 2017-05-10) (99.`);
  const report = bisectReportSchema.parse(JSON.parse(readFileSync(at('r.json'), 'utf8')));
  t.match(report, { confirmed: true, answer: { kernels: [culprit] } });
  t.equal(report.kernels.length, 18);

  t.equal(await repository.git('status', '--porcelain'), status, 'the tree is as it was');
  t.equal((await repository.git('worktree', 'list')).split('\n').length, 1);
  t.same(worktrees(), [], 'and nothing is left in the cache but kernels');

  await t.test('git replays its log, and comes to the same', async (t) => {
    await gitIn(at(), 'clone', '--quiet', 'linux', 'clone');
    writeFileSync(at('log'), `${report.git?.log.join('\n')}\n`);
    t.match(await gitIn(at('clone'), 'bisect', 'replay', at('log')), `${culprit} is the first bad`);
  });

  await t.test('what was built is not built again', async (t) => {
    const builds = buildsOf(repository);
    const again = await run(...ends, '--seed', '9', '--journal', 'other');
    t.equal(again.exitCode, 0, again.stderr);
    t.equal(buildsOf(repository), builds + report.kernels.filter((one) => one.unbuilt).length);
  });

  await t.test('with paths only commits that touch them are taken', async (t) => {
    const { stdout, stderr } = await run(
      ...ends,
      '--journal',
      'paths',
      '--json',
      'p.json',
      '--',
      'mm',
    );
    const limited = bisectReportSchema.parse(JSON.parse(readFileSync(at('p.json'), 'utf8')));
    const listed = limited.git?.commits.map(({ subject }) => subject);
    t.same(listed, ['v1', 'm4', 'm5', 'm8'], stderr);
    t.match(stdout, /the first bad commit is .*"m8"/);
  });

  await t.test('a journal is rendered as the bisect was', async (t) => {
    const { stdout: text } = await runCli(['report', at('j')]);
    t.equal(text, stdout);
    const page = await runCli(['report', at('j'), '--format', 'html']);
    t.match(page.stdout, culprit);
    t.match(
      (await runCli(['report', at('j'), '--format', 'markdown'])).stdout,
      '### the first bad commit is',
    );
  });
});

t.test('commits that do not build are skipped, and told', { timeout: TEST_LIMIT_MS }, async (t) => {
  const { at, run } = machineOf(t);
  const repository = new Repository(at('linux'), at('images'));
  await repository.begin();
  await repository.commit('a');
  await repository.commit('b', 'breaks');
  await repository.commit('c', 'fault');
  await repository.commit('d', 'builds');
  await repository.commit('e');
  const ends = ['--git', 'linux', '--good', 'v1', '--bad', 'main', '--build', repository.build];
  const { exitCode, stdout, stderr } = await run(...ends, '--json', 'r.json', '--journal', 'j');
  t.equal(exitCode, 0, stderr);
  t.match(stdout, /the first bad commit is one of .*"b".*"c".*"d".*together\): what lies between/);
  const report = bisectReportSchema.parse(JSON.parse(readFileSync(at('r.json'), 'utf8')));
  const b = report.kernels.find(({ k }) => k === repository.hashOf('b'));
  t.match(b?.unbuilt, 'fs/dax.c:1:1: error: expected expression');
  t.match(stdout, /b \(does not build\)/);
});

t.test('the first fixed commit', { timeout: TEST_LIMIT_MS }, async (t) => {
  const { at, run } = machineOf(t);
  const repository = new Repository(at('linux'), at('images'));
  await repository.begin();
  await repository.commit('a', 'fault');
  for (const name of ['b', 'c']) await repository.commit(name);
  await repository.commit('d', 'mend');
  for (const name of ['e', 'f']) await repository.commit(name);
  const ends = [
    '--git',
    'linux',
    '--bad',
    repository.hashOf('a'),
    '--good',
    'main',
    '--first-fixed',
  ];
  const fixed = await run(
    ...ends,
    '--build',
    repository.build,
    '--json',
    'r.json',
    '--journal',
    'j',
  );
  t.equal(fixed.exitCode, 0, fixed.stderr);
  t.match(fixed.stdout, `the first fixed commit is ${repository.hashOf('d')}`);
  const report = bisectReportSchema.parse(JSON.parse(readFileSync(at('r.json'), 'utf8')));
  writeFileSync(at('log'), `${report.git?.log.join('\n')}\n`);
  const replayed = await repository.git('bisect', 'replay', at('log'));
  t.match(replayed, `${repository.hashOf('d')} is the first fixed commit`);
});

t.test('a campaign that is killed in a build goes on', { timeout: TEST_LIMIT_MS }, async (t) => {
  const { at, run, start, worktrees } = machineOf(t);
  const repository = await makeMergedRepository(at('linux'), at('images'));
  const slow = `${repository.build}; test -f "${at('go')}" || { touch "${at('waits')}"; sleep 60; }`;
  const ends = ['--git', 'linux', '--good', 'v1', '--bad', 'v2', '--build', slow, '--journal', 'j'];
  const killed = start(...ends);
  while (!existsSync(at('waits'))) await new Promise((resolve) => setTimeout(resolve, 50));
  killed.kill('SIGKILL');
  await killed;
  writeFileSync(at('go'), '');
  const { exitCode, stdout, stderr } = await run(...ends);
  t.equal(exitCode, 0, stderr);
  t.match(stdout, `the first bad commit is ${repository.hashOf('t6')}`);
  t.same(worktrees(), []);
});

t.test(
  'with --jobs 2 the likely next commit is built while another one is raced',
  { timeout: TEST_LIMIT_MS },
  async (t) => {
    const { at, run, worktrees } = machineOf(t);
    const repository = await makeMergedRepository(at('linux'), at('images'));
    const range = ['--git', 'linux', '--good', 'v1', '--bad', 'v2', '--kernel-cost', '10'];
    const bisected = async (journal: string, ...words: string[]) => {
      const ended = await run(...range, '--journal', journal, ...words);
      t.equal(ended.exitCode, 0, ended.stderr);
      t.match(ended.stdout, `the first bad commit is ${repository.hashOf('t6')}`);
      t.same(worktrees(), []);
      return ended.stderr;
    };
    const beside = /building [0-9a-f]{12} \(\w+\), while another one is raced/;

    t.match(await bisected('j', '--build', repository.build, '--jobs', '2'), beside);
    const records = readFileSync(at('j'), 'utf8').trim().split('\n');
    const { runs, builds } = timesOf(records.map((line) => JSON.parse(line)));
    const together = builds.filter((build) =>
      runs.some((run) => build.from < run.to && run.from < build.to),
    );
    t.ok(together.length > 0, `${together.length} of ${builds.length} builds met a run`);

    await t.test('and one that is under way at the end is ended', async (t) => {
      // All that is wanted is built, and what is built ahead then would take an hour.
      const slow = ['--build', `test -f "${at('slow')}" && sleep 3600.5; ${repository.build}`];
      t.notMatch(await bisected('k', ...slow), beside);
      writeFileSync(at('slow'), '');
      t.match(await bisected('l', ...slow, '--jobs', '2'), beside);
      t.not((await execa('pgrep', ['-f', 'sleep 3600.5'], { reject: false })).exitCode, 0);
    });
  },
);

interface Times {
  readonly from: number;
  readonly to: number;
}

/** When the runs and the builds of a journal began and ended, in milliseconds. */
function timesOf(records: readonly Record<string, unknown>[]) {
  const of = (kind: string): Times[] =>
    records
      .filter(({ record }) => record === kind)
      .map(({ startedAt, seconds }) => {
        const from = Date.parse(String(startedAt));
        return { from, to: from + Number(seconds) * 1000 };
      });
  return { runs: of('run'), builds: of('build') };
}

t.test('without a compiler a kernel is built by --build or not at all', async (t) => {
  const { at } = machineOf(t);
  const repository = await makeMergedRepository(at('linux'), at('images'));
  // All that this machine has but what compiles.
  mkdirSync(at('bin'));
  for (const name of ['git', 'node', 'setpriv', 'make'])
    symlinkSync((await execa('which', [name])).stdout, at('bin', name));
  const words = ['bisect', '--git', 'linux', '--good', 'v1', '--bad', 'v2', '--journal', 'j'];
  const { exitCode, stderr } = await runCli(words, {
    cwd: at(),
    env: { PATH: at('bin'), XDG_CACHE_HOME: at('cache') },
  });
  t.equal(exitCode, 255, stderr);
  t.match(
    stderr,
    /kernels cannot be built without .*gcc.*: install .*gcc.*, or give a command with --build/,
  );
  t.ok(repository);
});

t.test('bad input is refused with what to do', { timeout: TEST_LIMIT_MS }, async (t) => {
  const { at, run } = machineOf(t);
  const repository = await makeMergedRepository(at('linux'), at('images'));
  await repository.git('checkout', '--quiet', '-b', 'side', 'v1');
  await repository.commit('side');
  await gitIn(at(), 'clone', '--quiet', '--depth', '1', `file://${at('linux')}`, 'shallow');
  const build = ['--build', repository.build];
  const between = (good: string, bad: string) => ['--git', 'linux', '--good', good, '--bad', bad];
  for (const [args, message] of [
    [['--git', 'tmp', '--good', 'a', '--bad', 'b'], /--git tmp is no repository that git reads/],
    [['--git', 'nowhere', '--good', 'a', '--bad', 'b'], /--git nowhere is no repository/],
    [['--git', 'shallow', '--good', 'v1', '--bad', 'HEAD'], /is a shallow clone, .* --unshallow/],
    [between('v1', 'v9'), /--bad v9 is no commit of the repository linux: give a tag/],
    [between('side', 'v2'), /--good side is no ancestor of the bad commit: test their merge base/],
    [between('v2', 'v1'), /the bad commit comes before the good one: swap them/],
    [between('v1', 'v1'), /the same commit: there is nothing between them/],
    [[...between('v1', 'v2'), '--', 'nothing'], /no commit between the ends touches these paths/],
    [['--git', 'linux', '--good', 'v1'], /--git needs both ends/],
    [[...between('v1', 'v2'), '--config', 'x'], /--build and --config exclude each other/],
    [[...between('v1', 'v2'), 'tmp'], /takes its kernels from the repository: leave out/],
  ] as const) {
    const refused = await run(...build, '--journal', 'j', ...args);
    t.equal(refused.exitCode, 255, refused.stderr);
    t.match(refused.stderr.split('\n').at(-1), message);
  }
  const without = await run('--good', 'v1', '--bad', 'v2', ...build);
  t.match(without.stderr, /--build and --config are for commits: give --git/);
  const alone = await run('--good', 'v1', '--bad', 'v2', '--jobs', '2');
  t.match(alone.stderr, /--jobs is for commits, which are built: give --git/);
  const failing = await run(
    ...between('v1', 'v2'),
    '--build',
    'echo told >&2; false',
    '--journal',
    'f',
  );
  t.equal(failing.exitCode, 125, failing.stderr);
  t.match(
    failing.stderr,
    /the bad end [0-9a-f]{40} could not be built \(told\): give another --config/,
  );
});
