/** Results that go to where they would destroy something, were they not written through. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { CLI, runCli } from '../fixtures/cli.js';

t.test('the result goes where standard output goes, and nothing is lost', async (t) => {
  const folder = t.testdir({ target: {} });
  const run = `"${process.execPath}" "${CLI}" run target --attempts 1 --scenario stale-zero-page`;
  const shell = (script: string): string => {
    try {
      return execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };
  for (const name of ['/dev/stdout', '/proc/self/fd/1']) {
    t.match(
      shell(`${run} --json ${name} | cat`),
      /untested: [\s\S]*"schema": "holerace.result\/1"/,
      name,
    );
    shell(`${run} --json ${name} > out`);
    const out = readFileSync(path.join(folder, 'out'), 'utf8');
    t.match(out, /untested: [\s\S]*"schema": "holerace.result\/1"/, `${name}, a file`);
  }
  shell(`${run} --json >(cat > through)`);
  t.match(shell('while [ ! -s through ]; do :; done; cat through'), /holerace\.result\/1/);
});

t.test('the journal is not overwritten by the result', async (t) => {
  const folder = t.testdir({ bzImage: '' });
  const args = ['sweep', 'bzImage', '--journal', 'one', '--json', 'one'];
  const { exitCode, stderr } = await runCli(args, { cwd: folder });
  t.equal(exitCode, 255);
  t.match(stderr, /one was given for two things/);
});
