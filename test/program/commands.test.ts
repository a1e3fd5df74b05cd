/** The commands that only tell something, and the control. */
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { scenarioIds } from '../../src/scenarios/list.js';
import { VERSION } from '../../src/version.js';
import { runCli, startCli } from '../fixtures/cli.js';

t.test('--help, --version and scenarios', async (t) => {
  const help = await runCli(['--help']);
  t.equal(help.exitCode, 0);
  for (const command of [
    'run',
    'vm',
    'sweep',
    'bisect',
    'merge',
    'selftest',
    'doctor',
    'scenarios',
  ]) {
    t.match(help.stdout, new RegExp(`holerace ${command}`));
  }
  t.equal((await runCli(['--version'])).stdout, VERSION);
  const { stdout } = await runCli(['scenarios']);
  for (const id of scenarioIds) t.match(stdout, id);
  t.match(stdout, /13e451fdc1af/, 'with the commits that they guard');
});

t.test('doctor says a line each', async (t) => {
  const { exitCode, stdout } = await runCli(['doctor', t.testdir()]);
  t.equal(exitCode, 0);
  const names = stdout.split('\n').map((line) => line.split(' ')[0]);
  t.same(names.filter(Boolean), [
    'dax',
    'pages',
    'cores',
    'mapping',
    'log',
    'mounting',
    'kvm',
    'qemu',
    'guests',
    'kernels',
    'next',
  ]);
  t.match(stdout, /not DAX: it is not mounted with -o dax/);
  const koffi = await runCli(['doctor', t.testdir()], { env: { HOLERACE_MAPPING: 'koffi' } });
  t.match(koffi.stdout, /^mapping +by mmap\(2\) through koffi, .*: HOLERACE_MAPPING asks for it$/m);
});

t.test('selftest finds every planted stale read', async (t) => {
  const { exitCode, stdout } = await runCli(['selftest']);
  t.equal(exitCode, 0, stdout);
  t.match(stdout, /^control: /);
  t.match(stdout, /all 64 planted stale reads were reported, at the right offsets, 64 lasting/);
});

for (const control of ['overlay-in-user-namespace', 'planted'] as const) {
  t.test(`selftest --control ${control}`, async (t) => {
    const { exitCode, stdout } = await runCli(['selftest', '--control', control]);
    // Where user namespaces are forbidden the control does not get that far, and says so.
    if (control === 'planted') t.equal(exitCode, 0, stdout);
    else t.ok(exitCode === 0 || stdout.includes('control stopped earlier'), stdout);
  });
}

t.test('an interrupted selftest says nothing of the checker', async (t) => {
  const scratch = path.join(t.testdir(), 'tmp');
  mkdirSync(scratch);
  const child = startCli(['selftest'], { env: { TMPDIR: scratch } });
  // Its scratch folder is there as soon as the control is about to run.
  while (readdirSync(scratch).length === 0) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGINT');
  const { exitCode, stdout } = await child;
  t.equal(exitCode, 130);
  t.notMatch(stdout, /misses stale reads/);
  t.same(readdirSync(scratch), [], 'nothing is left');
});

t.test('a temporary folder that is missing is said in a sentence', async (t) => {
  const { exitCode, stderr } = await runCli(['selftest'], { env: { TMPDIR: '/nonexistent' } });
  t.equal(exitCode, 255);
  t.match(stderr, /no scratch folder can be made in \/nonexistent .*: set TMPDIR/);
  t.notMatch(stderr, /at .*\.js:/, 'no stack');
});

t.test('a temporary folder may have commas and colons', async (t) => {
  const TMPDIR = t.testdir({ 'a:b,c': {} });
  const { exitCode, stdout } = await runCli(['selftest'], { env: { TMPDIR: `${TMPDIR}/a:b,c` } });
  t.equal(exitCode, 0, stdout);
});
