import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { callsProgram } from '../../src/guest/calls.js';
import { seedEntropy } from '../../src/guest/entropy.js';

/** Bit 21 of the effective capabilities (capabilities(7)): the pool takes entropy from nobody else. */
const CAP_SYS_ADMIN = 1n << 21n;
const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
const mayNot =
  (BigInt(`0x${effective ?? 0}`) & CAP_SYS_ADMIN) === 0n
    ? 'only a process with CAP_SYS_ADMIN may seed the pool'
    : false;
const otherMachine = process.arch === 'x64' ? false : 'the program is for x86-64';

function writeSeeder(folder: string): string {
  const file = path.join(folder, 'seed-entropy');
  writeFileSync(file, callsProgram(seedEntropy()), { mode: 0o755 });
  return file;
}

t.test('the kernel runs it and takes the entropy', { skip: otherMachine || mayNot }, async (t) => {
  const seeded = spawnSync(writeSeeder(t.testdir()), { encoding: 'utf8' });
  t.match(seeded, { status: 0, signal: null, stderr: '' });
});

t.test('it says so where the kernel refuses', { skip: otherMachine || mayNot }, async (t) => {
  const args = ['--bounding-set=-sys_admin', '--', writeSeeder(t.testdir())];
  const stderr = 'holerace: the random pool could not be seeded\n';
  t.match(spawnSync('setpriv', args, { encoding: 'utf8' }), { signal: null, stderr });
});

t.test('no two seeds are alike', async (t) => {
  const [one, other] = [callsProgram(seedEntropy()), callsProgram(seedEntropy())];
  t.equal(one.length, other.length);
  t.notOk(one.equals(other));
});
