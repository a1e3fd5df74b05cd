/** A ladder of eight lab kernels, booted for real, in runs so short that the race is often missed. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { FIRST_BAD_RUNG, makeLadder } from '../../scripts/lab/ladder.js';
import { readJournal } from '../../src/campaign/journal/journal.js';
import { bisectReportSchema } from '../../src/result/campaign.js';
import { runCli } from '../fixtures/cli.js';

const TEST_LIMIT_MS = 1_200_000;
/** Few enough for `stagger` alone to miss the race now and then. */
const ATTEMPTS = 4000;

t.test('the first bad kernel of a ladder', { timeout: TEST_LIMIT_MS }, async (t) => {
  const folder = t.testdir();
  const at = (...names: string[]) => path.join(folder, ...names);
  mkdirSync(at('tmp'));
  await makeLadder(at('ladder'));
  const ladder = ['--kernels-from', at('ladder'), '--keep-order', '--journal', at('journal')];
  const race = ['--scenario', 'fault-write-race', '--strategy', 'stagger', '--seed', '7'];
  const { exitCode, stdout, stderr } = await runCli([
    ...['bisect', ...ladder, ...race, '--json', at('report.json')],
    ...['--', '--attempts', `${ATTEMPTS}`, '--seconds', '20'],
  ]);
  t.comment(stdout);
  t.equal(exitCode, 0, stderr.split('\n').at(-2) ?? '');
  const report = bisectReportSchema.parse(JSON.parse(readFileSync(at('report.json'), 'utf8')));
  t.match(report, { confirmed: true, answer: { kernels: [at('ladder', `${FIRST_BAD_RUNG}`)] } });
  t.ok(report.answer.probability >= report.confidence);
  const { runs } = readJournal(at('journal'));
  t.equal(report.kernels[3]?.untested, 3, 'the one that panics was tried, and stepped round');
  const missed = runs.filter(
    ({ kernel, verdict }) => kernel >= FIRST_BAD_RUNG && verdict === 'clean',
  );
  t.comment(`${missed.length} runs of bad kernels were clean`);
});
