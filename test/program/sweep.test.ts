/** Sweeps from the command line to the exit code, over guests that are played. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { sweepReportSchema } from '../../src/result/campaign.js';
import { makeBzImage } from '../fixtures/bzimage.js';
import { deadMark } from '../fixtures/dead-mark.js';
import { machineOf, STALE } from '../fixtures/played-campaign.js';

const TEST_LIMIT_MS = 110_000;

t.test('the exit code of a sweep, and what it says last', { timeout: TEST_LIMIT_MS }, async (t) => {
  for (const [kernels, exitCode, last] of [
    [['1-clean', '2-clean'], 0, 'clean: of 2 kernels 0 stale, 2 clean, 0 untested'],
    [['1-clean', '2-panics'], 125, 'untested: of 2 kernels 0 stale, 1 clean, 1 untested'],
    [['1-clean', '2-panics', `3-${STALE}`], 1, 'stale: of 3 kernels 1 stale, 1 clean, 1 untested'],
  ] as const) {
    await t.test(last, async (t) => {
      const { at, run } = machineOf(t, kernels);
      const swept = await run('sweep', 'kernels', '--json', 'sweep.json');
      t.equal(swept.exitCode, exitCode, swept.stderr);
      t.equal(swept.stdout.split('\n').at(-1), last);
      const report = sweepReportSchema.parse(JSON.parse(readFileSync(at('sweep.json'), 'utf8')));
      t.same(
        report.kernels.map(({ k }) => path.basename(k)),
        kernels,
      );
    });
  }
});

t.test(
  'the same command goes on, another one is refused',
  { timeout: TEST_LIMIT_MS },
  async (t) => {
    const { at, run } = machineOf(t, ['1-clean', '2-dies']);
    const first = await run('sweep', 'kernels');
    t.match(first.stderr, /testing kernels\/2-dies/);
    const journal = readFileSync(at('journal'), 'utf8');
    // As one leaves it that is killed when all is done.
    mkdirSync(at('tmp', `holerace-vm-${await deadMark()}-abcDEF`));
    const again = await run('sweep', 'kernels');
    t.equal(again.stdout, first.stdout);
    t.equal(again.exitCode, first.exitCode);
    t.match(again.stderr, /going on with the journal journal, which holds 2 runs/);
    t.notMatch(again.stderr, /testing/);
    t.same(readdirSync(at('tmp')), [], 'it clears what one that was killed has left');
    t.equal(readFileSync(at('journal'), 'utf8'), journal);
    const longer = await run('sweep', 'kernels', '--seconds', '30');
    t.match(longer, {
      exitCode: 255,
      stderr: /of another campaign \(its runs have other options\)/,
    });
    const bisect = await run('bisect', 'kernels');
    t.match(bisect, { exitCode: 255, stderr: /of another campaign \(a sweep, not a bisect\)/ });
    writeFileSync(at('kernels/1-clean'), makeBzImage('6.1.1-rebuilt'));
    const rebuilt = await run('sweep', 'kernels');
    t.match(rebuilt, { exitCode: 255, stderr: /its kernels are others, or were replaced/ });
    const anew = await run('sweep', 'kernels', '--restart');
    t.match(anew, { exitCode: 125, stderr: /testing kernels\/1-clean/ });
    t.equal(readFileSync(at('journal.old'), 'utf8'), journal);
  },
);
