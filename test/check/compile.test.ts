import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { compileStatic } from '../../src/check/compile.js';
import { UsageError } from '../../src/errors.js';

t.test('a program needs no library of this machine', async (t) => {
  const [source, program] = ['one.c', 'one'].map((name) => path.join(t.testdirName, name));
  t.testdir({ 'one.c': 'int main(void) { return 7; }\n' });
  await compileStatic(`${source}`, `${program}`);
  t.equal(spawnSync(`${program}`).status, 7);
  t.match(spawnSync('ldd', [`${program}`], { encoding: 'utf8' }).stderr, /not a dynamic/);
});

t.test('what does not compile is refused in a sentence', async (t) => {
  const source = path.join(t.testdir(), 'no.c');
  writeFileSync(source, 'int main(void) { return missing; }\n');
  const compiling = compileStatic(source, path.join(t.testdirName, 'no'));
  await t.rejects(compiling, UsageError);
  await t.rejects(compiling, /^compiling \S+ failed: /);
});
