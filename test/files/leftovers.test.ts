import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { ownerMark } from '../../src/files/leftovers.js';
import { holdLock } from '../../src/files/owned-lock.js';
import { makeScratch, removeTree } from '../../src/files/scratch.js';
import { makeTargetFile, removeTargetFile } from '../../src/target/target-file.js';
import { deadMark } from '../fixtures/dead-mark.js';

t.test('a target file whose process has gone is cleared, and no other', async (t) => {
  const dead = await deadMark();
  const folder = t.testdir({ elsewhere: '' });
  const at = (name: string): string => path.join(folder, name);
  const gone = at(`.holerace-${dead}-00000001`);
  const kept = {
    'in use by a process that lives': at(`.holerace-${ownerMark()}-00000002`),
    'in use, and locked': at(`.holerace-${dead}-00000003`),
    'the name of something else': at(`.holerace-${dead}`),
    'a folder of that name': at(`.holerace-${dead}-00000004`),
    'a link of that name': at(`.holerace-${dead}-00000005`),
  };
  const [lives, locked, other, below, link] = Object.values(kept) as [
    ...[string, string, string, string, string],
  ];
  for (const file of [gone, lives, locked, other]) writeFileSync(file, '');
  mkdirSync(below);
  symlinkSync('elsewhere', link);
  const letGo = holdLock(locked);
  const file = makeTargetFile(folder, 4096);
  t.notOk(existsSync(gone));
  for (const [why, place] of Object.entries(kept)) t.ok(existsSync(place), why);
  letGo();
  removeTargetFile(file);
  removeTargetFile(makeTargetFile(folder, 4096));
  t.notOk(existsSync(locked), 'let go by now');
});

t.test('a number that was given again is another process', async (t) => {
  const folder = t.testdir();
  const mark = `${process.pid}-1`;
  writeFileSync(path.join(folder, `.holerace-${mark}-00000001`), '');
  const file = makeTargetFile(folder, 4096);
  t.same(readdirSync(folder), [path.basename(file)]);
  removeTargetFile(file);
});

t.test('scratch folders are cleared too, whatever is in them', async (t) => {
  const folder = t.testdir();
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  t.teardown(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });
  const left = path.join(folder, `holerace-vm-${await deadMark()}-abcDEF`);
  mkdirSync(path.join(left, 'below/deep'), { recursive: true });
  const scratch = makeScratch('vm');
  t.same(readdirSync(folder), [path.basename(scratch.folder)]);
  t.ok(scratch.remove());
  t.same(readdirSync(folder), []);
});

t.test('a tree deeper than any path is removed', async (t) => {
  const folder = path.join(t.testdir(), 'tree');
  const nest = 'mkdir "$1" && cd "$1" && for i in $(seq 60); do mkdir "$2" && cd "$2"; done';
  await execa('bash', ['-c', nest, 'bash', folder, 'x'.repeat(200)]);
  t.ok(removeTree(folder));
  t.notOk(existsSync(folder));
});
