/** The job array of scripts/fleet, run by a real Slurm on this machine; its guests are played. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import t from 'tap';
import { makeBzImage } from '../fixtures/bzimage.js';
import { FIXTURE_BIN, makeCommandFolder, runCli } from '../fixtures/cli.js';
import { startSlurm } from '../fixtures/slurm.js';

const JOB = fileURLToPath(new URL('../../../scripts/fleet/sweep.sbatch', import.meta.url));
const KERNELS = 5;

t.test('a sweep as a job array, and its journals put together', { timeout: 100_000 }, async (t) => {
  const folder = t.testdir({ cache: {}, work: {}, kernels: {} });
  const at = (...names: string[]) => path.join(folder, ...names);
  for (let kernel = 0; kernel < KERNELS; kernel++) {
    writeFileSync(at('kernels', `k${kernel}`), makeBzImage(`6.1.${kernel}-fixture`));
  }
  mkdirSync(at('tmp'));
  const slurm = await startSlurm(t);
  const env = {
    ...slurm,
    PATH: `${makeCommandFolder(at('bin'))}:${FIXTURE_BIN}:${slurm.PATH}`,
    GUEST: 'stale-then-panics',
    XDG_CACHE_HOME: at('cache'),
    TMPDIR: at('tmp'),
  };
  const words = ['--wait', '--array=1-2', '--mem=0', JOB, at('kernels'), '--accel', 'tcg'];
  const submitted = await execa('sbatch', words, { env, cwd: at('work'), reject: false });
  if (submitted.exitCode !== 0) t.comment(logsOf(at('work')));
  t.equal(submitted.exitCode, 0, submitted.stderr);
  const journals = readdirSync(at('work')).filter((name) => name.endsWith('.journal'));
  t.same(journals.sort(), ['holerace-1-of-2.journal', 'holerace-2-of-2.journal']);
  const merged = await runCli(['merge', ...journals], { cwd: at('work') });
  t.equal(merged.exitCode, 1, merged.stderr);
  t.match(merged.stdout, /^stale: of 5 kernels 5 stale, 0 clean, 0 untested$/m);
  const alone = await runCli(['merge', ...journals.slice(0, 1)], { cwd: at('work') });
  t.match(alone.stdout, /of 5 kernels 3 stale, 0 clean, 2 untested$/m);
});

/** What the tasks have said. */
function logsOf(folder: string): string {
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return logs.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
}
