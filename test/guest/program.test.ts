import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { type ProgramCall, runProgram } from '../../src/guest/program.js';
import { PROGRAM_LINE_LIMIT, PROGRAM_LINES_CEILING } from '../../src/result/limits.js';
import { type RaceRecord, recordSchema } from '../../src/result/records.js';

function callOf(folder: string, script: string): ProgramCall {
  const file = path.join(folder, 'program');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { file, args: ['/mnt', '3'], seconds: 0, run: 1 };
}

t.test('its status, its lines, and that it runs are told', async (t) => {
  const told: RaceRecord[] = [];
  const call = callOf(
    t.testdir(),
    'echo "in $1 for $2"; echo; echo given: not on DAX >&2; exit 125',
  );
  const ran = await runProgram(call, (record) => told.push(record));
  const lines = ['in /mnt for 3', 'given: not on DAX'];
  t.same(ran, { record: 'ran', run: 1, status: 125, signal: null, lines });
  t.match(told, [{ record: 'running', run: 1 }]);
});

t.test('of one that floods, so much is kept as a record may hold', async (t) => {
  const flood = `head -c 5000000 /dev/zero | tr '\\0' x; yes`;
  const call = callOf(t.testdir(), `(${flood}) | head -n 1000`);
  const ran = await runProgram(call, () => undefined);
  t.ok(recordSchema.safeParse(ran).success);
  t.equal(ran?.status, 0, 'it could say all it wanted');
  t.equal(ran?.lines[0]?.length, PROGRAM_LINE_LIMIT);
  const many = await runProgram(callOf(t.testdirName, 'yes | head -n 100'), () => undefined);
  t.equal(many?.lines.length, PROGRAM_LINES_CEILING);
});

t.test('beyond its time it is killed', async (t) => {
  const limits = { beyondItsTimeMs: 100, killedMs: 10_000 };
  const ran = await runProgram(callOf(t.testdir(), 'exec sleep 60'), () => undefined, limits);
  t.match(ran, { status: null, signal: 'SIGKILL' });
});

t.test('one that does not end is stuck', async (t) => {
  // What it has started holds its output, as a process in the kernel would.
  const limits = { beyondItsTimeMs: 100, killedMs: 100 };
  const ran = await runProgram(callOf(t.testdir(), 'sleep 2; true'), () => undefined, limits);
  t.equal(ran, null);
});
