import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { becomingProgram, callsProgram, OPENED, Sys } from '../../src/guest/calls.js';

const otherMachine = process.arch === 'x64' ? false : 'the programs are for x86-64';
/** open(2): O_WRONLY and O_CREAT. */
const TO_WRITE = 0o101;

function run(file: string, program: Buffer, ...args: readonly string[]) {
  writeFileSync(file, program, { mode: 0o755 });
  return spawnSync(file, args, { encoding: 'utf8', env: { WORD: 'passed on' } });
}

t.test('it makes its calls in turn, with what was opened', { skip: otherMachine }, async (t) => {
  const folder = t.testdir();
  const [made, written] = [path.join(folder, 'made'), path.join(folder, 'made/file')];
  const text = Buffer.from('the bytes\0\xff', 'latin1');
  const program = callsProgram([
    { number: Sys.MKDIR, args: [made, 0o755] },
    { number: Sys.OPEN, args: [written, TO_WRITE, 0o644], opens: true },
    { number: Sys.WRITE, args: [OPENED, text, text.length] },
    { number: Sys.CLOSE, args: [OPENED], failed: 'nothing was open' },
    { number: Sys.CLOSE, args: [OPENED], failed: 'it was closed' },
  ]);
  const ended = run(path.join(folder, 'program'), program);
  t.match(ended, { status: 0, stdout: '', stderr: 'it was closed\n' });
  t.same(readFileSync(written), text);
});

t.test('a call that is needed ends it where it fails', { skip: otherMachine }, async (t) => {
  const folder = t.testdir();
  const after = path.join(folder, 'after');
  const program = callsProgram([
    { number: Sys.MKDIR, args: ['/nowhere/below', 0o755] },
    { number: Sys.MKDIR, args: ['/nowhere/below', 0o755], failed: 'it is needed', needed: true },
    { number: Sys.MKDIR, args: [after, 0o755] },
  ]);
  t.match(run(path.join(folder, 'program'), program), { status: 1, stderr: 'it is needed\n' });
  t.notOk(existsSync(after));
});

t.test('it becomes the program that it is told to', { skip: otherMachine }, async (t) => {
  const folder = t.testdir({ inside: {} });
  const program = becomingProgram([
    { number: Sys.CHDIR, args: [path.join(folder, 'inside')], needed: true },
  ]);
  const file = path.join(folder, 'program');
  const script = 'pwd; echo "$WORD: $1, $2"; exit 3';
  const ended = run(file, program, '/bin/sh', '-c', script, 'sh', 'one two', '');
  const stdout = `${path.join(folder, 'inside')}\npassed on: one two, \n`;
  t.match(ended, { status: 3, stdout, stderr: '' });
  t.match(run(file, program, '/nowhere/program'), { status: 127 });
});
