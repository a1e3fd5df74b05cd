/** The recipe for CI jobs, with a guest that is played by a fixture. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import t from 'tap';
import { makeBzImage } from '../fixtures/bzimage.js';
import { FIXTURE_BIN } from '../fixtures/cli.js';

const RECIPE = fileURLToPath(new URL('../../../recipes/race-in-ci', import.meta.url));

async function race(folder: string, guest: string, env: Record<string, string> = {}) {
  const kernel = path.join(folder, 'bzImage');
  writeFileSync(kernel, makeBzImage('6.1.0-fixture'));
  const { exitCode, stdout, stderr } = await execa(RECIPE, {
    cwd: folder,
    reject: false,
    env: {
      PATH: `${FIXTURE_BIN}:${process.env.PATH}`,
      GUEST: guest,
      KERNEL: kernel,
      ARGUMENTS: '--accel tcg',
      GITHUB_OUTPUT: path.join(folder, 'output'),
      XDG_CACHE_HOME: path.join(t.testdirName, '..', 'guest-ends-cache'),
      ...env,
    },
  });
  const output = readFileSync(path.join(folder, 'output'), 'utf8');
  const has = (name: string): boolean => existsSync(path.join(folder, name));
  const kept = ['holerace-result.json', 'holerace-report.html'].filter(has);
  return { exitCode, stdout, stderr, output, kept };
}

const both = ['holerace-result.json', 'holerace-report.html'];

t.test('a stale kernel fails the job, and leaves its page', async (t) => {
  const ran = await race(t.testdir(), 'stale-then-panics');
  t.match(ran, { exitCode: 1, output: 'verdict=stale\n', kept: both });
  t.match(ran.stdout, /run again: /);
});

t.test('an untested one fails it unless told otherwise', async (t) => {
  t.match(await race(t.testdir(), 'panics'), {
    exitCode: 125,
    output: 'verdict=untested\n',
    kept: both,
  });
  const env = { UNTESTED_FAILS: 'false' };
  t.match(await race(t.testdir(), 'panics', env), { exitCode: 0, output: 'verdict=untested\n' });
});

t.test('a fault is one, and no result of an earlier run is taken for its own', async (t) => {
  const folder = t.testdir({ 'holerace-result.json': '{}' });
  const ran = await race(folder, 'panics', { ARGUMENTS: '--bogus' });
  t.match(ran, { exitCode: 255, output: 'verdict=fault\n' });
  t.same(ran.kept, []);
});
