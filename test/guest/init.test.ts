import { spawnSync } from 'node:child_process';
import t from 'tap';
import { filesystemOrder } from '../../src/filesystems/order.js';
import { earlyLines } from '../../src/guest/early-making.js';
import { INIT_APPLETS, initScript } from '../../src/guest/init.js';
import { EMPTY_INIT } from '../../src/vm/initramfs.js';

const TOKEN = '0123456789abcdef';
const needs = { pmem: 'memmap' as const, filesystems: [await filesystemOrder('ext4')] };
const options = { token: TOKEN, early: earlyLines(needs) };
const scripts = [true, false].flatMap((runtimeOnDisk) =>
  [false, true].map((runsProgram) => initScript({ ...options, runtimeOnDisk, runsProgram })),
);

t.test('the shell can read it', async (t) => {
  for (const script of scripts) {
    t.match(spawnSync('busybox', ['sh', '-n'], { input: script, encoding: 'utf8' }), {
      status: 0,
      stderr: '',
    });
  }
});

t.test('the disk is waited for, and mounted before Node.js starts', async (t) => {
  const [withDisk = '', , without = ''] = scripts;
  const order = [
    '/prepare',
    '-b /dev/vda',
    '/mount-runtime',
    '/load-modules',
    '/in-runtime /bin/node',
  ];
  const places = order.map((words) => withDisk.indexOf(words));
  t.same(
    places,
    places.toSorted((one, other) => one - other),
  );
  t.notOk(places.includes(-1));
  t.notMatch(without, /vda/);
});

t.test('the end mark is a record with the token and the status', async (t) => {
  for (const script of scripts) {
    const end = /^\s*(echo '\{"record":"end".*) >&3$/m.exec(script)?.[1];
    const token = /^token=.*$/m.exec(script)?.[0];
    const { stdout } = spawnSync(
      ...(['busybox', ['sh', '-c', `${token}\n${end ?? 'false'}`, 'init', '137']] as const),
      { encoding: 'utf8' },
    );
    t.same(JSON.parse(stdout), { record: 'end', token: TOKEN, status: 137 });
  }
});

t.test('every command that it calls is among its applets', async (t) => {
  const own = new Set([
    'exec',
    'while',
    'looks',
    'end',
    'done',
    'status',
    'mark',
    'token',
    'read',
    'break',
    'what',
    'seed',
    'made',
    'if',
    'then',
    'fi',
  ]);
  const calls = scripts.flatMap((script) =>
    script
      .replaceAll(/^\s*#.*$/gm, '')
      .split(/\n|; |\|\| |\bdo /)
      .flatMap((command) => /^\s*([a-z]+)\b/.exec(command)?.[1] ?? []),
  );
  const unknown = calls.filter(
    (name) => !own.has(name) && !(INIT_APPLETS as readonly string[]).includes(name),
  );
  t.same(unknown, []);
  t.ok(calls.includes('echo') && calls.includes('usleep'));
});

t.test('a guest that only powers off names what no applet is for', async (t) => {
  const lines = EMPTY_INIT.split('\n').slice(1, -1);
  const applets: readonly string[] = INIT_APPLETS;
  for (const line of lines) {
    const [command = '', applet = ''] = line.replace(/^exec /, '').split(' ');
    if (command !== '/bin/busybox') t.ok(applets.includes(command), command);
    else t.equal(spawnSync('busybox', [applet, '--help']).status, 0, applet);
  }
  t.match(lines.at(-1), /^exec .* reboot -f$/, 'it never returns to the kernel');
});

t.test(
  'a program that was given goes where it can be run, and its own process runs it',
  async (t) => {
    const [race = '', program = ''] = scripts;
    t.match(program, /^cp \/given-program \/runtime\/tmp\/given-program$/m);
    t.match(program, /\/bin\/node \S+\/program\.process\.js \/tmp\/order\.json/);
    t.notMatch(race, /given-program|program\.process/);
  },
);
