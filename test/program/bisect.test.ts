/** Bisects from the command line to the exit code, over guests that are played. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { bisectReportSchema } from '../../src/result/campaign.js';
import { machineOf, STALE } from '../fixtures/played-campaign.js';

const TEST_LIMIT_MS = 110_000;

t.test('a bisect to the first bad kernel', { timeout: TEST_LIMIT_MS }, async (t) => {
  const kernels = ['1-clean', '2-clean', '3-clean', `4-${STALE}`, `5-${STALE}`];
  const { at, run } = machineOf(t, kernels);
  const { exitCode, stdout, stderr } = await run('bisect', 'kernels', '--json', 'report.json');
  t.equal(exitCode, 0, stderr);
  t.match(stdout, /^the first bad kernel is kernels\/4-stale-then-panics \(99\.\d\d%\)$/m);
  const report = bisectReportSchema.parse(JSON.parse(readFileSync(at('report.json'), 'utf8')));
  t.match(report, { confirmed: true, looksFor: 'first-bad' });
  const limited = await run('bisect', 'kernels', '--run-limit', '4', '--restart');
  t.equal(limited.exitCode, 125, limited.stderr);
  t.match(limited.stdout, /is not known with a confidence of 99.0%: most likely/);
});

t.test('ends that do not behave', { timeout: TEST_LIMIT_MS }, async (t) => {
  for (const [kernels, exitCode, message] of [
    [[`1-${STALE}`, `2-${STALE}`], 255, /the good end .* is stale itself: begin with a kernel/],
    [['1-clean', '2-refuses'], 255, /the bad end .* was not run: QEMU could not start the guest/],
    [['1-clean', '2-dies'], 125, /the bad end .* cannot be tested \(the guest ended before/],
  ] as const) {
    await t.test(kernels.join(' '), async (t) => {
      const { at, run } = machineOf(t, kernels);
      const refused = await run('bisect', 'kernels', '--json', 'report.json');
      t.equal(refused.exitCode, exitCode, refused.stderr);
      t.match(refused.stderr.split('\n').at(-1), message);
      const report = bisectReportSchema.parse(JSON.parse(readFileSync(at('report.json'), 'utf8')));
      t.match(report.refused, message, 'the report says why there is no answer');
      t.equal(report.confirmed, false);
    });
  }
});
