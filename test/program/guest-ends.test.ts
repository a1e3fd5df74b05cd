/** However a guest ends, it is told apart, its console is kept, and it never reads as clean. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { resultSchema } from '../../src/result/result.js';
import { makeBzImage } from '../fixtures/bzimage.js';
import { FIXTURE_BIN, runCli } from '../fixtures/cli.js';

interface Expected {
  readonly exitCode: number;
  readonly kind: string | null;
  readonly message: RegExp;
  readonly args?: readonly string[];
}

const ONE = ['--scenario', 'stale-zero-page'];

const endings: Readonly<Record<string, Expected>> = {
  refuses: {
    exitCode: 255,
    kind: null,
    message: /QEMU could not start the guest: .*Cannot allocate memory/,
  },
  'mkfs-refuses': {
    exitCode: 255,
    kind: null,
    message: /ERROR: xfs cannot be made: mkfs.xfs says: unknown option -m foo=1/,
  },
  panics: { exitCode: 125, kind: 'panic', message: /Kernel panic - not syncing: VFS/ },
  'trips-over-patch': {
    exitCode: 125,
    kind: 'died',
    message: /Oops: int3: 0000 .*it says nothing of the kernel: run it again/,
    args: ['--bad-if', 'oops'],
  },
  'trips-in-boot': {
    exitCode: 125,
    kind: 'died',
    message: /Oops: int3: 0000 .*it says nothing of the kernel: run it again/,
  },
  oopses: { exitCode: 125, kind: 'oops', message: /NULL pointer dereference/ },
  hangs: {
    exitCode: 125,
    kind: 'hang',
    message: /did not end within 2 s/,
    args: ['--timeout', '2'],
  },
  'talks-on': {
    exitCode: 125,
    kind: 'hang',
    message: /did not end within 3 s/,
    args: ['--timeout', '3'],
  },
  'never-boots': {
    exitCode: 125,
    kind: 'no-boot',
    message: /did not end within 2 s/,
    args: ['--timeout', '2'],
  },
  garbage: { exitCode: 125, kind: 'garbage', message: /sent what is no record: .*what is this/ },
  'endless-line': { exitCode: 125, kind: 'garbage', message: /sent what is no record: "xxx/ },
  'false-result': { exitCode: 125, kind: 'garbage', message: /sent what is no record/ },
  'false-end': { exitCode: 125, kind: 'died', message: /ended before the race had/ },
  dies: { exitCode: 125, kind: 'died', message: /ended before the race had/ },
  resets: {
    exitCode: 125,
    kind: 'died',
    message: /reset the machine before its first word, .*--append earlyprintk=ttyS0/,
  },
  // Each claims to be clean, and is not what was ordered.
  clean: {
    exitCode: 125,
    kind: null,
    message: /ext4 was raced, where ext4 and xfs was ordered/,
    args: [...ONE, '--fs', 'ext4', '--fs', 'xfs'],
  },
  'not-dax': { exitCode: 125, kind: null, message: /ext4 is not DAX, where dax was/, args: ONE },
  'in-memory': {
    exitCode: 125,
    kind: null,
    message: /tmpfs was raced, where ext4 was ordered/,
    args: ONE,
  },
  'never-met': {
    exitCode: 125,
    kind: null,
    message: /fault-write-race on ext4 overlapped in 0 attempts, where 100 are needed/,
    args: ['--scenario', 'fault-write-race'],
  },
  'without-gates': { exitCode: 125, kind: null, message: /says nothing of dax-active/, args: ONE },
  'too-brief': {
    exitCode: 125,
    kind: null,
    message: /raced for 0\.1 s in 4000 attempts, which is less than was ordered/,
    args: [...ONE, '--attempts', '1000000'],
  },
  holds: { exitCode: 1, kind: 'hang', message: /no attempt has ended for 30 s/ },
  'stale-then-panics': { exitCode: 1, kind: 'panic', message: /after the race/ },
};

for (const [guest, { exitCode, kind, message, args }] of Object.entries(endings)) {
  t.test(guest, async (t) => {
    const folder = t.testdir();
    const kernel = path.join(folder, 'bzImage');
    const scratch = path.join(folder, 'tmp');
    mkdirSync(scratch);
    writeFileSync(kernel, makeBzImage('6.1.0-fixture'));
    const json = path.join(folder, 'result.json');
    const env = {
      PATH: `${FIXTURE_BIN}:${process.env.PATH}`,
      GUEST: guest,
      TMPDIR: scratch,
      // The runtime's image is costly: made once for the whole file.
      XDG_CACHE_HOME: path.join(t.testdirName, '..', 'guest-ends-cache'),
    };
    const ran = await runCli(
      ['vm', '--kernel', kernel, '--accel', 'tcg', '--json', json, ...(args ?? [])],
      { env },
    );
    t.equal(ran.exitCode, exitCode, ran.stderr);
    t.match(`${ran.stderr}${ran.stdout}`, message);
    t.same(readdirSync(scratch), [], 'nothing is left in the temporary folder');
    if (exitCode === 255) {
      t.notOk(existsSync(json), 'there is no result');
      return;
    }
    const result = resultSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    t.equal(result.verdict, exitCode === 1 ? 'stale' : 'untested');
    t.equal(result.finding?.kind ?? null, kind);
    t.match(result.finding?.message ?? result.reason, message);
    const kept = result.finding?.consoleLog;
    if (typeof kept === 'string') t.ok(existsSync(kept), 'the console is kept');
    if (exitCode === 1) {
      t.match(result.scenarios, [{ id: 'stale-zero-page', verdict: 'stale', stale: 1 }]);
      t.equal(result.scenarios[0]?.evidence[0]?.fileOffset, 2_097_152);
    }
  });
}

t.test('a guest that its emulation has ended in its boot is booted again', async (t) => {
  const boots = (folder: string) =>
    readFileSync(path.join(folder, 'boots'), 'utf8').trim().split('\n').length;
  const run = async (guest: string, ...args: string[]) => {
    const folder = t.testdir({ tmp: {} });
    const kernel = path.join(folder, 'bzImage');
    writeFileSync(kernel, makeBzImage('6.1.0-fixture'));
    const env = {
      PATH: `${FIXTURE_BIN}:${process.env.PATH}`,
      GUEST: guest,
      TMPDIR: path.join(folder, 'tmp'),
      XDG_CACHE_HOME: path.join(t.testdirName, '..', 'guest-ends-cache'),
    };
    const words = ['vm', '--kernel', kernel, '--accel', 'tcg', '--fs', 'ext4', ...ONE, ...args];
    return { ...(await runCli(words, { env })), boots: boots(folder) };
  };
  const once = await run('trips-once');
  t.equal(once.exitCode, 0, once.stderr);
  t.equal(once.boots, 2);
  t.match(once.stderr, /ended the guest in its boot, .*Oops: int3: .*: booting again/);
  const always = await run('trips-in-boot');
  t.equal(always.exitCode, 125, always.stderr);
  t.equal(always.boots, 3, 'and not for ever');
});
