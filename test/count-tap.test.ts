/** The closing line of the tests tells the true counts. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import t from 'tap';

const PROGRAM = fileURLToPath(new URL('../scripts/count-tap.js', import.meta.url));

const good = '# Subtest: x\n    ok 1 - a\n    ok 2 - b\n    1..2\nok 1 - x\n';
const cases: Readonly<Record<string, readonly [tap: string, line: string, exitCode: number]>> = {
  good: [`${good}1..1\n`, '2 passed, 0 failed', 0],
  'a failure': ['ok 1\nnot ok 2\n1..2\n', '1 passed, 1 failed', 1],
  'a failure in a subtest': [
    '# Subtest: x\n    not ok 1\n    1..1\nnot ok 1 - x\n1..1\n',
    '0 passed, 1 failed',
    1,
  ],
  'two subtests that time out': [
    '# Subtest: x\n    ok 1\n    1..1\nnot ok 1 - x\n# Subtest: y\n    ok 1\n    1..1\nnot ok 2 - y\n1..2\n',
    '2 passed, 2 failed',
    1,
  ],
  'a skipped test': ['ok 1\nok 2 # SKIP not here\n1..2\n', '1 passed, 0 failed, 1 skipped', 0],
  'nothing but skipped tests': ['ok 1 # SKIP not here\n1..1\n', '0 passed, 1 failed, 1 skipped', 1],
  truncated: ['1..3\nok 1\n', '1 passed, 1 failed', 1],
  'bailed out': ['ok 1\nBail out! enough\n', '1 passed, 1 failed', 1],
  empty: ['', '0 passed, 1 failed', 1],
};

for (const [name, [tap, line, code]] of Object.entries(cases)) {
  t.test(name, async (t) => {
    const file = path.join(t.testdir(), 'run.tap');
    writeFileSync(file, tap === '' ? '' : `TAP version 14\n${tap}`);
    const { stdout, exitCode } = await execa(process.execPath, [PROGRAM, file], { reject: false });
    t.equal(stdout, line);
    t.equal(exitCode, code);
  });
}

t.test('a file that is missing counts as failed', async (t) => {
  const { stdout } = await execa(process.execPath, [PROGRAM, '/nonexistent.tap'], {
    reject: false,
  });
  t.equal(stdout, '0 passed, 1 failed');
});

t.test('what failed is named by the tests above it, with its diagnosis', async (t) => {
  const file = path.join(t.testdir(), 'unit.tap');
  const inner = '    not ok 1 - it holds\n      ---\n      found: 3\n      ...\n    1..1\n';
  writeFileSync(file, `TAP version 14\n# Subtest: x\n${inner}not ok 1 - x\n1..1\n`);
  const { stderr } = await execa(process.execPath, [PROGRAM, file], { reject: false });
  t.match(stderr, /^failed: unit > x > it holds\n/);
  t.match(stderr, '"found": 3');
});
