import { existsSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { UntestedError } from '../../../src/errors.js';
import { BuildError, build } from '../../../src/kernels/local/build.js';

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

t.test(
  'the first error is told, and the last lines, however many others ran on behind it',
  async (t) => {
    const folder = t.testdir();
    const place = { cwd: folder, log: path.join(folder, 'log') };
    const lastLinesOf = async (command: string): Promise<string[]> => {
      const error = await build(command, place).catch((thrown: unknown) => thrown);
      return error instanceof BuildError ? error.lastLines.split('\n') : [];
    };
    const fails = "echo 'fs/x.c:7:1: error: no such thing'; seq 100; exit 2";
    const lines = await lastLinesOf(`seq 50; ${fails}`);
    t.same(lines.slice(0, 3), ['fs/x.c:7:1: error: no such thing', '1', '2']);
    t.equal(lines.at(-1), '100');
    t.equal(lines.length, 12);
    t.same(await lastLinesOf(`: > '${place.log}'; seq 20; exit 2`), numbers(9, 20));
  },
);

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`);
}
