/** Whether a suite can end in time is told by what others took. */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import fc from 'fast-check';
import t from 'tap';
import { expectedSeconds } from '../../scripts/time-left.js';

const PROGRAM = fileURLToPath(new URL('../../scripts/time-left.js', import.meta.url));
const SEED = Date.now();
const SUITES = ['unit', 'program', 'trust', 'boot', 'lab', 'node', 'commits'] as const;

const told = (...words: readonly string[]) =>
  execa(process.execPath, [PROGRAM, ...words], { reject: false });

t.test('a machine that is so many times slower takes so many times as long', async (t) => {
  t.comment(`seed ${SEED}`);
  const suite = fc.constantFrom(...SUITES);
  fc.assert(
    fc.property(
      suite,
      fc.uniqueArray(suite),
      fc.integer({ min: 1, max: 20_000 }),
      fc.integer({ min: 1, max: 9 }),
      (one, done, goneSeconds, times) => {
        const here = expectedSeconds(one, { done, goneSeconds });
        const there = expectedSeconds(one, { done, goneSeconds: times * goneSeconds });
        return here > 0 && Math.abs(there - times * here) < 1e-6 * there;
      },
    ),
    { seed: SEED },
  );
  const [done, goneSeconds] = [[], 240];
  t.equal(expectedSeconds('unit', { done, goneSeconds }), 240, 'as long as the setup');
});

t.test('what can end in time is run, and what cannot is told', async (t) => {
  const done = ['unit', 'program', 'trust'];
  const inTime = await told('boot', '1260', '88', ...done);
  t.match(inTime, { exitCode: 0, stderr: '' });
  const late = await told('lab', '4000', '88', ...done, 'boot');
  t.equal(late.exitCode, 1);
  t.match(
    late.stderr,
    /^lab: LEFT OUT, AND NOT COUNTED: on this machine it takes about 38 minutes, and 22 of 88 are left; scripts\/test lab runs it$/,
  );
});

t.test('what makes no sense is refused', async (t) => {
  t.match(await told('there', '100', '88'), { exitCode: 255, stderr: /there is no suite there/ });
  for (const words of [[], ['lab', '0', '88'], ['lab', '100'], ['lab', 'x', '88']])
    t.match(await told(...words), { exitCode: 255, stderr: /give the seconds/ });
});
