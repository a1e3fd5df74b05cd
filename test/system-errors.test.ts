import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { systemCodeOf, systemMessageOf } from '../src/system-errors.js';

function errorOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

t.test('what the system has refused ends with what to do about it', async (t) => {
  const gone = errorOf(() => readFileSync(path.join(t.testdir(), 'gone')));
  t.equal(systemCodeOf(gone), 'ENOENT');
  t.match(systemMessageOf(gone), /^ENOENT: .*gone'?: it may have been removed meanwhile/);
  const missing = errorOf(() => execFileSync('no-such-program-of-anybody'));
  t.match(systemMessageOf(missing), /^spawnSync no-such-program-of-anybody ENOENT: install it$/);
});

t.test('any other error is told as it is', async (t) => {
  t.equal(systemCodeOf(new Error('odd')), null);
  t.equal(systemMessageOf(new Error('odd')), 'odd');
});
