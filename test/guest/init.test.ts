import { spawnSync } from 'node:child_process';
import t from 'tap';
import { INIT_APPLETS, initScript } from '../../src/guest/init.js';

const TOKEN = '0123456789abcdef';
const options = {
  diskModules: ['virtio_ring.ko', 'virtio_blk.ko'],
  modules: ['nd_e820.ko', 'jbd2.ko', 'ext4.ko'],
  token: TOKEN,
};
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

t.test('modules are loaded in order, those of the disk before it is mounted', async (t) => {
  for (const script of scripts) {
    const loaded = [...script.matchAll(/^insmod \S*\/(\S+)$/gm)].map(([, name]) => name);
    t.same(loaded, [...options.diskModules, ...options.modules]);
  }
  const [withDisk = '', , without = ''] = scripts;
  const disk = withDisk.indexOf('mount -t ext4 -o ro');
  t.ok(withDisk.indexOf('virtio_blk.ko') < disk && disk < withDisk.indexOf('nd_e820.ko'));
  t.notMatch(without, /mount -t ext4/);
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
  t.ok(calls.includes('insmod') && calls.includes('reboot') && calls.includes('usleep'));
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
