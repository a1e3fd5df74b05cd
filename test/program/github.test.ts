/** What a job of GitHub Actions is told beside the result. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { runCli } from '../fixtures/cli.js';

const RACE = ['--scenario', 'stale-zero-page', '--format', 'tap'];

t.test('annotations on standard error, and a summary', async (t) => {
  const summary = path.join(t.testdir(), 'summary');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const target = path.dirname(summary);
  const ran = await runCli(['run', target, '--expect', 'any', ...RACE], { env });
  t.equal(ran.exitCode, 0);
  t.match(ran.stderr, /^::notice title=clean%3A .*::no stale read in /m);
  t.notMatch(ran.stdout, /::/, 'the format is as it is');
  t.match(readFileSync(summary, 'utf8'), /^### ✅ clean: kernel /);
  await runCli(['run', target, ...RACE], { env });
  t.match(readFileSync(summary, 'utf8'), /clean: kernel [\s\S]*### ⚠️ untested: kernel/, 'added');
});

t.test('a summary that cannot be written costs the verdict nothing', async (t) => {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/proc/none/summary' };
  const ran = await runCli(['run', t.testdir(), '--expect', 'any', ...RACE], { env });
  t.equal(ran.exitCode, 0);
  t.match(ran.stderr, /::warning::the job summary cannot be written/);
});

t.test('elsewhere there are none', async (t) => {
  const env = { GITHUB_ACTIONS: '' };
  const ran = await runCli(['run', t.testdir(), '--expect', 'any', ...RACE], { env });
  t.notMatch(ran.stderr, /::notice/);
});
