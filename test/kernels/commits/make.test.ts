import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import {
  type Configuration,
  configurationOf,
  keyOf,
} from '../../../src/kernels/commits/configuration.js';
import { make } from '../../../src/kernels/commits/make.js';
import { BuildError } from '../../../src/kernels/local/build.js';

/** A worktree, and a make that notes what it was asked for; `fails` is the target at which it gives up, and `how`. */
function makePlayed(t: Test, fails = '', how = 'exit 2') {
  const folder = t.testdir({ bin: {}, tree: {} });
  const at = (...names: string[]) => path.join(folder, ...names);
  const script = `#!/bin/sh
echo "$@" >> "${at('asked')}"
for one; do case $one in O=*) objects=\${one#O=} ;; esac; done
case " $* " in *" ${fails} "*) echo 'mm/x.c:7:1: error: no such thing' >&2; ${how} ;; esac
case " $* " in *config*) [ -e "$objects/.config" ] || echo CONFIG_X86=y > "$objects/.config" ;; esac
`;
  writeFileSync(at('bin', 'make'), script);
  chmodSync(at('bin', 'make'), 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${at('bin')}:${before}`;
  t.teardown(() => {
    process.env.PATH = before;
  });
  const nothing = async (): Promise<void> => undefined;
  const worktree = {
    ...{ folder: at('tree'), objects: at('objects'), log: at('log') },
    ...{ checkOut: nothing, remove: nothing },
  };
  const asked = () => readFileSync(at('asked'), 'utf8').trim().split('\n');
  return { worktree, asked, at };
}

const TICKS_LIMIT = 1000;
const HASH = '0123456789abcdef'.repeat(3).slice(0, 40);
const ofFile = (config: string): Configuration => ({ kind: 'file', config });

t.test('without a configuration it is what racing needs', async (t) => {
  const { worktree, asked, at } = makePlayed(t);
  const fragment = configurationOf({ command: null, config: null });
  t.equal(await make(worktree, fragment, HASH), at('objects'));
  const [configured, built] = asked();
  t.match(configured, ` allnoconfig KCONFIG_ALLCONFIG=${at('objects/.holerace-config')}`);
  t.match(built, /LOCALVERSION=-g0123456789ab .*bzImage$/);
  t.match(readFileSync(at('objects/.holerace-config'), 'utf8'), /^CONFIG_FS_DAX=y$/m);
});

t.test('one of a file is brought up to date, and its modules are built', async (t) => {
  const { worktree, asked } = makePlayed(t);
  await make(worktree, ofFile('CONFIG_XFS_FS=m\n'), HASH);
  const [configured, built] = asked();
  t.match(configured, / olddefconfig$/);
  t.match(built, / bzImage modules$/);
});

t.test('a build that fails says its last lines, and its objects are used again', async (t) => {
  const { worktree, at } = makePlayed(t, 'bzImage');
  const error = await make(worktree, ofFile(''), HASH).catch((thrown: unknown) => thrown);
  t.type(error, BuildError);
  t.match((error as BuildError).lastLines, 'mm/x.c:7:1: error: no such thing');
  writeFileSync(at('objects/whole.o'), '');
  await t.rejects(make(worktree, ofFile(''), HASH));
  t.ok(existsSync(at('objects/whole.o')));
});

t.test('what a build that was killed has changed is not used again', async (t) => {
  const { worktree, at } = makePlayed(t, 'bzImage', 'kill -9 $$');
  mkdirSync(at('objects'));
  writeFileSync(at('objects/whole.o'), '');
  t.ok(await isPast(at('objects/whole.o')));
  await t.rejects(make(worktree, ofFile(''), HASH), { message: /was ended by a signal/ });
  writeFileSync(at('objects/half.o'), '');
  // As old as a copy that keeps the times may be.
  utimesSync(at('objects/half.o'), 0, 0);
  await t.rejects(make(worktree, ofFile(''), HASH));
  t.notOk(existsSync(at('objects/half.o')));
  t.ok(existsSync(at('objects/whole.o')), 'what was there before it began is whole');

  await t.test('nor anything where the machine has been down since', async (t) => {
    writeFileSync(at('objects/.holerace-unfinished'), 'another boot');
    await t.rejects(make(worktree, ofFile(''), HASH));
    t.notOk(existsSync(at('objects/whole.o')));
  });
});

/** Whether a file that is written now is younger than one that is there: the clock of files has ticks of some milliseconds. */
async function isPast(file: string): Promise<boolean> {
  for (let tick = 0; tick < TICKS_LIMIT; tick++) {
    await delay(1);
    writeFileSync(`${file}.tick`, '');
    if (lstatSync(`${file}.tick`).ctimeMs > lstatSync(file).ctimeMs) return true;
  }
  return false;
}

t.test('a command builds where the commit is checked out', async (t) => {
  const { worktree, at } = makePlayed(t);
  mkdirSync(at('tree/sub'));
  t.equal(await make(worktree, { kind: 'command', command: 'pwd > here' }, HASH), at('tree'));
  t.equal(readFileSync(at('tree/here'), 'utf8').trim(), at('tree'));
});

t.test('another configuration has another key, and two at once are refused', async (t) => {
  t.not(keyOf(ofFile('CONFIG_A=y')), keyOf(ofFile('CONFIG_A=n')));
  t.throws(() => configurationOf({ command: 'make', config: 'x' }), {
    message: /exclude each other/,
  });
  t.throws(() => configurationOf({ command: null, config: '/nowhere' }), {
    message: /--config \/nowhere/,
  });
});
