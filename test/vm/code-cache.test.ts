import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import fc from 'fast-check';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { addCodeCaches } from '../../src/vm/code-cache.js';

const SOURCE = `(function (require) {
  function later() { return require('node:path').basename('/a/said'); }
  console.log(later(), typeof module);
})`;

/** A bundle with its loader, as the guest's runtime holds them, with its cache. */
async function makeProgram(folder: string): Promise<{ program: string; cache: string }> {
  const [program, cache] = [path.join(folder, 'one.js'), path.join(folder, 'one.cache')];
  copyFileSync(packageFile('build/guest/race.worker.js'), program);
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "commonjs" }');
  writeFileSync(path.join(folder, 'one.bundle.js'), SOURCE);
  await addCodeCaches(folder, process.execPath);
  return { program, cache };
}

function run(program: string, flags: readonly string[] = []) {
  // tap would have every Node.js load modules of its own.
  return spawnSync(process.execPath, [...flags, program], { encoding: 'utf8', env: {} });
}

const SAID = { status: 0, stdout: 'said undefined\n', stderr: '' };

t.test('V8 takes what was cached, of the functions that are called later too', async (t) => {
  const { program, cache } = await makeProgram(t.testdir());
  const taken = new Script(SOURCE, { cachedData: readFileSync(cache) });
  t.equal(taken.cachedDataRejected, false);
  // Another script to V8, which else gives back what it has just taken.
  const lazily = new Script(`${SOURCE}\n`).createCachedData();
  t.ok(readFileSync(cache).length > lazily.length);
  t.match(run(program), SAID);
});

t.test('a guest does without a cache, and with one that V8 does not take', async (t) => {
  const { program, cache } = await makeProgram(t.testdir());
  t.match(run(program, ['--no-opt']), SAID, 'another flag');
  const bytes = readFileSync(cache);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (length) => {
      writeFileSync(cache, bytes.subarray(0, length));
      return run(program).stdout === SAID.stdout;
    }),
    { numRuns: 3 },
  );
});

t.test('what cannot be compiled has none, and that is no error', async (t) => {
  const folder = t.testdir({ 'broken.bundle.js': '(function (' });
  await addCodeCaches(folder, process.execPath);
  t.notOk(existsSync(path.join(folder, 'broken.cache')));
  await addCodeCaches(folder, '/nowhere/node');
});
