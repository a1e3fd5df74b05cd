import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import {
  becomingProgram,
  callsProgram,
  OPENED,
  Sys,
  WAIT_FOR_BESIDE,
} from '../../src/guest/calls.js';

const otherMachine = process.arch === 'x64' ? false : 'the programs are for x86-64';
/** open(2): O_WRONLY and O_CREAT. */
const TO_WRITE = 0o101;

function run(file: string, program: Buffer, ...args: readonly string[]) {
  writeFileSync(file, program, { mode: 0o755 });
  const options = { encoding: 'utf8', env: { WORD: 'passed on' }, timeout: 10_000 } as const;
  return spawnSync(file, args, options);
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

t.test(
  'a child makes calls beside it, and can be waited for',
  { skip: otherMachine },
  async (t) => {
    const folder = t.testdir();
    const pipe = path.join(folder, 'pipe');
    const [childs, parents] = [path.join(folder, 'childs'), path.join(folder, 'parents')];
    spawnSync('mkfifo', [pipe]);
    // Each opens one end, which neither could before the other does.
    const opening = (flags: number) =>
      ({ number: Sys.OPEN, args: [pipe, flags, 0], failed: 'no pipe', needed: true }) as const;
    const program = callsProgram([
      { beside: [opening(1), { number: Sys.MKDIR, args: [childs, 0o755] }] },
      opening(0),
      WAIT_FOR_BESIDE,
      // Only once the child has ended its own is there.
      { number: Sys.CHDIR, args: [childs], failed: 'the child had not ended', needed: true },
      { number: Sys.MKDIR, args: [parents, 0o755] },
      WAIT_FOR_BESIDE,
    ]);
    t.match(run(path.join(folder, 'program'), program), { status: 0, stderr: '' });
    t.ok(existsSync(parents));
  },
);

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
