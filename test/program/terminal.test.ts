/** What the terminal is told and not told: colours, quiet, completion. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { runCli } from '../fixtures/cli.js';
import { reports } from '../fixtures/reports.js';

const MAIN = new URL('../../src/cli/bin.js', import.meta.url).pathname;
const folder = t.testdir();
writeFileSync(path.join(folder, 'stale.json'), JSON.stringify(reports.stale));

const ESCAPE = '\u001b[';

/** A shell in which nothing of this environment is left but the path. */
const inShell = (script: string, env: Record<string, string> = {}) =>
  execa('sh', ['-c', script], {
    cwd: folder,
    reject: false,
    extendEnv: false,
    env: { PATH: process.env.PATH ?? '', HOLERACE: `${process.execPath} ${MAIN}`, ...env },
  });

const onTerminal = (command: string): string => `script -qefc "${command}" /dev/null`;

t.test('colours follow the terminal, NO_COLOR and FORCE_COLOR', async (t) => {
  const report = '$HOLERACE report stale.json';
  const cases: [script: string, env: Record<string, string>, coloured: boolean][] = [
    [report, {}, false],
    [report, { FORCE_COLOR: '1' }, true],
    [onTerminal(report), { TERM: 'xterm-256color' }, true],
    [onTerminal(report), { TERM: 'xterm-256color', NO_COLOR: '1' }, false],
  ];
  for (const [script, env, coloured] of cases) {
    const { stdout } = await inShell(script, env);
    t.equal(stdout.includes(ESCAPE), coloured, `${script} ${JSON.stringify(env)}`);
  }
  const { stdout } = await inShell(`${report} --format tap`, { FORCE_COLOR: '1' });
  t.notOk(stdout.includes(ESCAPE), 'what machines read is never coloured');
  const log = await inShell('$HOLERACE report missing', { FORCE_COLOR: '1' });
  t.ok(log.stderr.includes(ESCAPE), 'the log follows as well');
});

t.test('--quiet says nothing but the result and errors', async (t) => {
  const race = ['run', t.testdir(), '--expect', 'any', '--scenario', 'stale-zero-page'];
  const usual = await runCli(race);
  t.match(usual.stderr, /racing/);
  const quiet = await runCli([...race, '--quiet']);
  t.equal(quiet.stderr, '');
  t.match(quiet.stdout, /^clean: /m);
  const wrong = await runCli(['report', 'missing', '--quiet']);
  t.match(wrong.stderr, /missing cannot be read/);
  const both = await runCli(['scenarios', '--quiet', '--verbose']);
  t.equal(both.exitCode, 255);
});

t.test('completion, for bash and for zsh', async (t) => {
  const bash = await inShell('$HOLERACE completion', { SHELL: '/bin/bash' });
  t.equal(bash.exitCode, 0);
  t.match(bash.stdout, /complete -o .*holerace/);
  t.match(
    (await inShell('$HOLERACE completion', { SHELL: '/bin/zsh' })).stdout,
    /compdef .*holerace/,
  );
  const words = await inShell('$HOLERACE --get-yargs-completions holerace re');
  t.equal(words.exitCode, 0);
  t.ok(words.stdout.split('\n').includes('report'), 'the shell takes those that begin so');
  const formats = await inShell('$HOLERACE --get-yargs-completions holerace report --format ju');
  t.match(formats.stdout, /^junit$/m);
});
