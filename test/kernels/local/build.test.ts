import { existsSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { UntestedError } from '../../../src/errors.js';
import { build } from '../../../src/kernels/local/build.js';

t.test('a build that succeeds has been run by a shell', async (t) => {
  const file = path.join(t.testdir(), 'built');
  await build(`true && touch '${file}'`);
  t.ok(existsSync(file));
});

t.test('a build that fails makes the kernel untested', async (t) => {
  for (const [command, how] of [
    ['exit 2', /the kernel could not be built: exit 2 ended with 2/],
    ['kill -9 $$', /was ended by a signal/],
    ['no-such-program-at-all', /ended with 127/],
  ] as const) {
    const error = await build(command).catch((thrown: unknown) => thrown);
    t.type(error, UntestedError);
    t.match((error as Error).message, how);
  }
});

t.test('a build that is not wanted any more as it begins is ended at once', async (t) => {
  const folder = t.testdir();
  const place = { cwd: folder, log: path.join(folder, 'log'), beside: AbortSignal.abort() };
  await t.rejects(build('sleep 60', place), { name: 'BuildError', endedByItself: false });
});
