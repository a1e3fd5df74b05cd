import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { checkDifferent, checkFile, writeFile } from '../../../src/cli/output/write-file.js';

t.test('a regular file is replaced whole, keeps its mode, and leaves no draft', async (t) => {
  const folder = t.testdir({ result: 'before' });
  const file = path.join(folder, 'result');
  chmodSync(file, 0o640);
  checkFile(file);
  await writeFile(file, 'after');
  t.equal(readFileSync(file, 'utf8'), 'after');
  t.equal(statSync(file).mode & 0o777, 0o640);
  const fresh = path.join(folder, 'fresh');
  checkFile(fresh);
  t.notOk(existsSync(fresh), 'looking at it makes nothing');
  await writeFile(fresh, 'new');
  t.same(readdirSync(folder).sort(), ['fresh', 'result']);
});

t.test('a link stays, and what it leads to is written', async (t) => {
  const folder = t.testdir({ to: { result: 'before' } });
  const at = (name: string): string => path.join(folder, name);
  symlinkSync('to/result', at('link'));
  symlinkSync('link', at('second'));
  symlinkSync('to/nothing', at('dangling'));
  for (const [link, target] of [
    ['link', 'to/result'],
    ['second', 'to/result'],
    ['dangling', 'to/nothing'],
  ] as const) {
    checkFile(at(link));
    await writeFile(at(link), link);
    t.ok(lstatSync(at(link)).isSymbolicLink(), link);
    t.equal(readFileSync(at(target), 'utf8'), link);
  }
  t.equal(readlinkSync(at('link')), 'to/result');
});

t.test('a device is written through', async (t) => {
  const before = statSync('/dev/null').rdev;
  checkFile('/dev/null');
  await writeFile('/dev/null', 'x');
  t.ok(lstatSync('/dev/null').isCharacterDevice());
  t.equal(statSync('/dev/null').rdev, before);
  await t.rejects(writeFile('/dev/full', 'x'), /cannot be written to \/dev\/full: ENOSPC/);
});

t.test('a pipe is written to its reader, and refused where there is none', async (t) => {
  const pipe = path.join(t.testdir(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  t.throws(() => checkFile(pipe), /nobody reads the pipe .*: start its reader first/);
  const reader = spawn('cat', [pipe]);
  // It has opened its end as soon as ours can be opened.
  for (;;) {
    try {
      checkFile(pipe);
      break;
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const read = text(reader.stdout);
  const long = 'x'.repeat(1_000_000);
  await writeFile(pipe, long);
  t.equal((await read).length, long.length);
  t.ok(lstatSync(pipe).isFIFO());
});

t.test('what cannot be written is refused before the race', async (t) => {
  const folder = t.testdir({ folder: {}, file: '' });
  const at = (name: string): string => path.join(folder, name);
  symlinkSync('loop', at('loop'));
  symlinkSync('missing/result', at('astray'));
  for (const [file, message] of [
    ['', /'' names no file/],
    [at('folder'), /it is a folder/],
    [at('missing/result'), /cannot be written to .*: name a file in a folder/],
    [at('file/result'), /cannot be written/],
    [at('loop'), /cannot be written/],
    [at('astray'), /cannot be written/],
    ['/proc/result', /cannot be written/],
    ['/proc/self/fd/991', /cannot be written/],
  ] as const) {
    t.throws(() => checkFile(file), { name: 'UsageError', message }, file);
  }
});

t.test('one file is not given for two things', async (t) => {
  const folder = t.testdir({ result: '' });
  const at = (name: string): string => path.join(folder, name);
  symlinkSync('result', at('link'));
  mkdirSync(at('below'));
  checkDifferent([at('result'), at('other'), '/dev/null', '/dev/null']);
  for (const twins of [
    [at('result'), at('link')],
    [at('new'), at('below/../new')],
  ])
    t.throws(() => checkDifferent(twins), /was given for two things: name two files/);
});
