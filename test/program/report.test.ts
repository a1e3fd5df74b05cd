/** `holerace report`: saved results, through files, pipes and standard input. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { formatNames } from '../../src/report/formats.js';
import { runCli } from '../fixtures/cli.js';
import { reports } from '../fixtures/reports.js';
import { savedReduction } from '../fixtures/saved-reduction.js';

const MAIN = new URL('../../src/cli/bin.js', import.meta.url).pathname;
const folder = t.testdir();
const file = (name: keyof typeof reports): string => path.join(folder, `${name}.json`);
for (const [name, result] of Object.entries(reports)) {
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(result));
}

/** A shell with the program as $HOLERACE, in which nothing of this environment is left but the path. */
const inShell = (script: string, env: Record<string, string> = {}) =>
  execa('sh', ['-c', script], {
    cwd: folder,
    reject: false,
    extendEnv: false,
    env: { PATH: process.env.PATH ?? '', HOLERACE: `${process.execPath} ${MAIN}`, ...env },
  });

t.test('a reduction without a result has no tests', async (t) => {
  const file = path.join(t.testdir(), 'reduced.json');
  writeFileSync(file, JSON.stringify({ ...savedReduction, result: null }));
  for (const format of ['tap', 'ktap', 'junit']) {
    const { exitCode, stdout, stderr } = await runCli(['report', file, '--format', format]);
    t.equal(exitCode, 255);
    t.equal(stdout, '');
    t.match(stderr, /has no tests: choose another --format/);
  }
  t.match((await runCli(['report', file])).stdout, /is stale with no more than/);
});

t.test('a mail ends with the program that was checked', async (t) => {
  const checked = path.join(
    t.testdir({ 'repro.c': '/* Checked: by hand. */\nint main;\n' }),
    'repro.c',
  );
  const mail = ['report', '--format', 'mail', '--program'];
  const { exitCode, stdout, stderr } = await runCli([...mail, checked, file('stale')]);
  t.equal(exitCode, 0, stderr);
  t.match(stdout, /cc -O2 .*\n\n\/\* Checked: by hand\. \*\/\nint main;$/);
  t.notMatch(stdout, /#include/);
});

t.test('a program that is none, or not for this report, is refused', async (t) => {
  const inFolder = t.testdir({ 'a.c': 'int main;\n', 'binary.c': 'a\0b', 'empty.c': '\n' });
  const at = (name: string): string => path.join(inFolder, name);
  writeFileSync(at('long.c'), 'int a;\n'.repeat(2 ** 15));
  writeFileSync(at('latin.c'), Buffer.from([0xe9, 0x0a]));
  const mail = ['--format', 'mail'];
  for (const [args, why] of [
    [['--program', at('a.c')], /give --format mail too/],
    [[...mail, '--program', at('binary.c')], /is no C program/],
    [[...mail, '--program', at('empty.c')], /is no C program/],
    [[...mail, '--program', at('latin.c')], /is no C program/],
    [[...mail, '--program', at('long.c')], /is longer than any C program/],
    [[...mail, '--program', at('none.c')], /cannot be read .*: give what/],
    [[...mail, '--program', inFolder], /is not a regular file/],
    [[...mail, '--program', at('a.c'), file('stale')], /shows one stale result/],
  ] as const) {
    const { exitCode, stdout, stderr } = await runCli(['report', file('stale'), ...args]);
    t.equal(exitCode, 255, args.join(' '));
    t.equal(stdout, '');
    t.match(stderr, why);
  }
  const clean = await runCli(['report', file('clean'), ...mail, '--program', at('a.c')]);
  t.match(clean.stderr, /shows one stale result/);
});

t.test('every format, of several files', async (t) => {
  for (const format of formatNames) {
    const files = [file('clean'), file('stale'), file('broken')];
    const { exitCode, stdout, stderr } = await runCli(['report', ...files, '--format', format]);
    t.equal(exitCode, 0, `${format}: a report is no verdict`);
    t.not(stdout, '');
    t.equal(stderr, '');
  }
});

t.test('a run in a format is what report makes of its result', async (t) => {
  const json = path.join(folder, 'run.json');
  const args = ['--expect', 'any', '--scenario', 'stale-zero-page', '--json', json];
  for (const format of ['tap', 'html'] as const) {
    const ran = await runCli(['run', t.testdir(), ...args, '--format', format]);
    t.equal(ran.exitCode, 0, ran.stderr);
    t.equal((await runCli(['report', json, '--format', format])).stdout, ran.stdout);
  }
});

t.test('standard input, and the records of a race', async (t) => {
  const race = '$HOLERACE run . --expect any --scenario stale-zero-page --format ndjson';
  const { stdout, exitCode } = await inShell(`${race} 2> log | $HOLERACE report - --format tap`);
  t.equal(exitCode, 0);
  t.match(stdout, /^TAP version 14\n1\.\.\d\n/);
  t.equal((await inShell('$HOLERACE report < clean.json')).exitCode, 0, 'the dash may be left out');
});

t.test('a reader that goes away is no failure', async (t) => {
  for (const format of ['html', 'text']) {
    const { stdout, stderr } = await inShell(
      `{ $HOLERACE report stale.json --format ${format}; echo $? >&2; } | true`,
    );
    t.equal(stdout, '');
    t.equal(stderr, '0', format);
  }
});

t.test('a full disk is one', async (t) => {
  const { exitCode, stderr } = await inShell('$HOLERACE report stale.json > /dev/full');
  t.equal(exitCode, 255);
  t.match(stderr, /ENOSPC/);
});

t.test('it needs neither a home nor a locale', async (t) => {
  const usual = await runCli(['report', file('stale')]);
  const env = {
    HOME: '/proc/none',
    XDG_CACHE_HOME: '/proc/none',
    LC_ALL: 'C',
    TMPDIR: '/proc/none',
  };
  const { exitCode, stdout, stderr } = await inShell('$HOLERACE report stale.json', env);
  t.match({ exitCode, stdout, stderr }, { exitCode: 0, stdout: usual.stdout, stderr: '' });
});

t.test('a terminal of 20 columns', async (t) => {
  // util-linux's script gives it a terminal; what it prints must stay whole there.
  for (const command of ['report stale.json', '--help', 'report --help', 'scenarios']) {
    const { exitCode, stdout } = await inShell(
      `script -qefc "stty cols 20; $HOLERACE ${command}" /dev/null`,
      { TERM: 'xterm' },
    );
    t.equal(exitCode, 0, `${command}: ${stdout}`);
    t.match(stdout, /hole/);
  }
});

t.test('what cannot be read is said in a sentence', async (t) => {
  writeFileSync(path.join(folder, 'foreign'), 'hello');
  const empty = await inShell('$HOLERACE report < /dev/null');
  t.equal(empty.exitCode, 255);
  t.match(empty.stderr, /standard input is empty: give the file of --json/);
  const cases: [args: string[], message: RegExp][] = [
    [[file('clean'), '-'], /standard input cannot be read beside files/],
    [
      [path.join(folder, 'missing')],
      /missing cannot be read \(ENOENT.*\): give the file of --json/,
    ],
    [[folder], /is neither a regular file nor a pipe: give the file of --json/],
    [[path.join(folder, 'foreign')], /foreign is not a holerace result: give the file of --json/],
    [['/dev/zero'], /\/dev\/zero is neither a regular file nor a pipe/],
    [[file('clean'), '--format', 'pdf'], /--format "pdf" is not valid: choose from "text"/],
  ];
  for (const [args, message] of cases) {
    const { exitCode, stdout, stderr } = await runCli(['report', ...args]);
    t.equal(exitCode, 255, args.join(' '));
    t.equal(stdout, '', 'nothing is half-printed');
    t.match(stderr, message);
    t.notMatch(stderr, /at .*\.js:/, 'no stack');
  }
});

t.test('a pipe is read, and can be ended', async (t) => {
  const { stdout } = await execa(
    'bash',
    ['-c', `"$0" "$1" report <(cat clean.json)`, process.execPath, MAIN],
    { cwd: folder },
  );
  t.match(stdout, /^clean: /m);
  await execa('mkfifo', [path.join(folder, 'pipe')]);
  // Its other end is open, and nothing is written.
  const hold = execa(
    'sh',
    ['-c', 'exec 3<>pipe; exec "$0" "$1" report pipe', process.execPath, MAIN],
    {
      cwd: folder,
      reject: false,
    },
  );
  let opened = false;
  while (!opened) {
    const { stdout: files } = await execa('ls', ['-l', `/proc/${hold.pid}/fd`], { reject: false });
    opened = (files.match(/pipe$/gm) ?? []).length > 1;
  }
  hold.kill('SIGTERM');
  t.equal((await hold).exitCode, 143);
});
