/** A bisect over the commits of a real kernel, with holerace's own builds and real guests, killed in the middle of a build. */
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import t from 'tap';
import { readJournal } from '../../src/campaign/journal/journal.js';
import { OBJECTS_FOLDER } from '../../src/git/worktree.js';
import { type BisectReport, bisectReportSchema } from '../../src/result/campaign.js';
import { shortHash } from '../../src/result/history.js';
import { startCli } from '../fixtures/cli.js';
import { processesBelow } from '../fixtures/processes.js';
import { gitIn } from '../fixtures/repositories.js';
import { NOT_COMPILED } from './changes.js';
import { writeMeasured } from './measured.js';
import { CULPRIT, DOES_NOT_COMPILE, KernelRepository, PANICS_AT_BOOT } from './repository.js';

/** Two cores take a third of it. */
const TEST_LIMIT_MS = 30 * 60_000;
/** Of the whole test, what the first command may take: it builds a kernel from nothing. */
const KILL_LIMIT_MS = 20 * 60_000;
const POLL_MS = 20;
/** The build in which the first command is killed: that of the bad end is whole by then, and one that has failed is told. */
const KILLED_IN_BUILD = 3;
/** Compiled by each build from nothing, and by no other: no commit touches what it includes. */
const FAR_OBJECT = 'kernel/fork.o';

/** So many attempts show the fault however busy the machine is: no run of a bad commit is clean, and the same are chosen. */
const TELLING = ['--attempts', '4000', '--seconds', '60'];

const now = (): number => performance.now() / 1000;

t.test('the commit with the fault, of 24', { timeout: TEST_LIMIT_MS }, async (t) => {
  const folder = t.testdir({ tmp: {} });
  const at = (...names: string[]) => path.join(folder, ...names);
  const began = now();
  const repository = new KernelRepository(at('linux'));
  await repository.make();
  const made = now();
  appendFileSync(at('linux/fs/open.c'), '/* edited, and not committed */\n');
  const looks = (): Promise<string[]> => looksOf(repository);
  const before = await looks();

  // What a build costs is set, so that the same commits are chosen on each machine.
  const range = ['--git', 'linux', '--good', 'v1', '--bad', 'v2', '--kernel-cost', '10'];
  const race = ['--accel', 'tcg', '--fs', 'ext4', '--scenario', 'fault-write-race'];
  const kept = ['--journal', 'journal', '--json', 'report.json'];
  const words = ['bisect', ...range, ...race, ...TELLING, '--seed', '7', ...kept];
  const env = {
    ...{ TMPDIR: at('tmp'), XDG_CACHE_HOME: at('cache') },
    // What lab kernels were made of is not compiled again: it is the same source.
    CCACHE_DIR: (await execa('ccache', ['--get-config', 'cache_dir'])).stdout,
  };
  const start = () => startCli(words, { cwd: folder, env });
  const worktrees = at('cache/holerace/worktrees');

  const first = start();
  let said = '';
  first.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const compiles = (): boolean =>
    buildsToldIn(said).length === KILLED_IN_BUILD && isCompiling(worktrees);
  await until(compiles, KILL_LIMIT_MS, () => first.exitCode === null);
  first.kill('SIGKILL');
  await first;
  const killedMs = Date.now();
  const killed = now();
  const builtBefore = readJournal(at('journal')).builds.length;
  t.equal(builtBefore, KILLED_IN_BUILD - 1, said);

  const second = start();
  await until(
    () => readJournal(at('journal')).builds.length > builtBefore,
    KILL_LIMIT_MS,
    () => second.exitCode === null,
  );
  const far = path.join(folderOfObjects(worktrees), FAR_OBJECT);
  t.ok(statSync(far).mtimeMs < killedMs, 'what was whole when it was killed is not compiled again');
  const { exitCode, stdout, stderr } = await second;
  t.comment(stderr);
  t.comment(stdout);
  const answered = now();
  t.equal(exitCode, 0, stderr.split('\n').at(-1) ?? '');

  const report = bisectReportSchema.parse(JSON.parse(readFileSync(at('report.json'), 'utf8')));
  const culprit = repository.hashOf(CULPRIT);
  t.match(report, { confirmed: true, answer: { kernels: [culprit] } });
  t.equal(report.kernels.length, 25);
  t.match(stdout, `the first bad commit is ${culprit} ("fs/dax.c: ${CULPRIT}"`);

  const { builds, runs } = readJournal(at('journal'));
  t.equal(new Set(builds.map(({ kernel }) => kernel)).size, builds.length, 'each was built once');
  const told = [...buildsToldIn(said).slice(0, builtBefore), ...buildsToldIn(stderr)];
  t.equal(told.length, builds.length, 'and by the second command none that the first one had');
  for (const { kernel, result } of runs.filter(({ verdict }) => verdict !== 'untested')) {
    // A commit that has the tree of one that was built is not built again.
    const same = await repository.withTreeOf(report.kernels[kernel]?.k ?? '');
    const raced = result.kernel.release.split('-g').at(-1);
    t.ok(same.map(shortHash).includes(raced ?? ''), `${raced}: what is raced is it`);
  }
  const skipped = kernelOf(report, repository.hashOf(DOES_NOT_COMPILE));
  t.match(skipped?.unbuilt, NOT_COMPILED, 'a skip has the last lines of its build');
  t.match(stdout, new RegExp(`${DOES_NOT_COMPILE} \\(does not build\\)`));
  t.match(kernelOf(report, repository.hashOf(PANICS_AT_BOOT)), {
    untested: 3,
    result: { finding: { kind: 'panic' } },
  });

  // Its files are not needed: nothing is checked out where the answer is known.
  await gitIn(folder, 'clone', '--quiet', '--shared', '--no-checkout', 'linux', 'clone');
  writeFileSync(at('log'), `${report.git?.log.join('\n')}\n`);
  t.match(await gitIn(at('clone'), 'bisect', 'replay', at('log')), `${culprit} is the first bad`);

  t.same(await looks(), before, "the user's tree and repository are as they were");
  t.same(left(worktrees), [], 'nothing is left of the worktree');
  t.same(processesBelow(folder), [], 'nor of any guest or build');
  const table = writeMeasured(at('journal'), (hash) => repository.nameOf(hash), {
    'making the repository': made - began,
    'until the kill': killed - made,
    'from there to the answer': answered - killed,
  });
  t.comment(table);
});

/** What somebody sees of a repository. */
async function looksOf(repository: KernelRepository): Promise<string[]> {
  const asked = [
    ['status', '--porcelain'],
    ['for-each-ref'],
    ['worktree', 'list'],
    ['stash', 'list'],
  ];
  const answers: string[] = [];
  for (const words of asked) answers.push(await repository.git(...words));
  return [...answers, await repository.git('rev-parse', '--symbolic-full-name', 'HEAD')];
}

/** The builds that a command has told of. */
function buildsToldIn(stderr: string): string[] {
  return stderr.match(/building [0-9a-f]{12} \(/g) ?? [];
}

/** What lies beside the locks. */
function left(worktrees: string): string[] {
  return readdirSync(worktrees).filter((name) => !name.endsWith('.lock'));
}

function isCompiling(worktrees: string): boolean {
  const log = left(worktrees).find((name) => name.endsWith('.log'));
  return log !== undefined && /^ {2}CC {6}/m.test(readFileSync(path.join(worktrees, log), 'utf8'));
}

function folderOfObjects(worktrees: string): string {
  const worktree = left(worktrees).find((name) => !name.endsWith('.log'));
  return path.join(worktrees, worktree ?? '', OBJECTS_FOLDER);
}

function kernelOf({ kernels }: BisectReport, hash: string) {
  return kernels.find(({ k }) => k === hash);
}

/** Waits until something is so, in a limit, and while something else is. */
async function until(
  isSo: () => boolean,
  limitMs: number,
  isWorthIt: () => boolean,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`it was not so in ${limitMs} ms`);
    if (!isWorthIt()) throw new Error('the command has ended before it was so: see what it said');
    await delay(POLL_MS);
  }
}
