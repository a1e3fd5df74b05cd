/** A ladder of lab kernels that begins to warn, booted for real. */
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { kernelOfLab } from '../../src/kernels/lab.js';
import { runCli } from '../fixtures/cli.js';

const TEST_LIMIT_MS = 900_000;
const LADDER = ['unbroken', 'warns-before-race', 'warns-in-fault', 'warns-in-fault'];
const FIRST_BAD = 2;

t.test('the first kernel that warns of DAX', { timeout: TEST_LIMIT_MS }, async (t) => {
  const folder = t.testdir({ ladder: {} });
  const at = (...names: string[]) => path.join(folder, ...names);
  for (const [rung, id] of LADDER.entries()) {
    copyFileSync((await kernelOfLab(id)).image, at('ladder', `${rung}`));
  }
  const ladder = ['--kernels-from', at('ladder'), '--keep-order', '--journal', at('journal')];
  const { exitCode, stdout, stderr } = await runCli([
    ...['bisect', ...ladder, '--bad-if', 'complaint=dax_', '--scenario', 'stale-zero-page'],
    ...['--seed', '7', '--', '--seconds', '1'],
  ]);
  t.comment(stdout);
  t.equal(exitCode, 0, stderr.split('\n').at(-2) ?? '');
  t.match(stdout, `the first bad kernel is ${at('ladder', `${FIRST_BAD}`)} `);
});
