/** What a shell, a home or a locale may lack: the program does its work all the same, or says what it needs. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { makeBzImage } from '../fixtures/bzimage.js';
import { CLI, FIXTURE_BIN, runCli } from '../fixtures/cli.js';
import { reports } from '../fixtures/reports.js';

const folder = t.testdir({ home: {}, target: {} });
writeFileSync(path.join(folder, 'stale.json'), JSON.stringify(reports.stale));
writeFileSync(path.join(folder, 'bzImage'), makeBzImage('6.1.0-fixture'));

const RUN = '$HOLERACE run target --expect any --scenario stale-zero-page';
const BARE = { PATH: `${FIXTURE_BIN}:${process.env.PATH}`, HOLERACE: `${process.execPath} ${CLI}` };

/** A shell in which nothing of this environment is left but the path. */
const inShell = (script: string, env: Record<string, string> = {}) =>
  execa('sh', ['-c', script], {
    cwd: folder,
    reject: false,
    extendEnv: false,
    env: { ...BARE, ...env },
  });

/** Root may mount in a namespace of its own, others in a user namespace besides. */
const UNSHARE = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'])];
const mayMount = (await execa('unshare', [...UNSHARE, 'true'], { reject: false })).exitCode === 0;
const whyNot = mayMount ? false : 'nothing can be mounted here, and so no home be made read-only';

/** The same with a home that is read-only, also for root. */
const withReadOnlyHome = (command: string) =>
  inShell(
    `unshare ${UNSHARE.join(' ')} sh -c 'mount -t tmpfs -o ro none home && exec ${command}'`,
    { HOME: path.join(folder, 'home') },
  );

t.test('a read-only home', { skip: whyNot }, async (t) => {
  const commands = [RUN, '$HOLERACE selftest', '$HOLERACE doctor target', '$HOLERACE scenarios'];
  for (const command of [...commands, '$HOLERACE report stale.json']) {
    const { exitCode, stdout, stderr } = await withReadOnlyHome(command);
    t.equal(exitCode, 0, `${command}: ${stdout}${stderr}`);
  }
  const needCache = [
    '$HOLERACE vm --kernel bzImage --accel tcg',
    '$HOLERACE sweep bzImage --accel tcg',
  ];
  for (const command of needCache) {
    const { exitCode, stdout, stderr } = await withReadOnlyHome(command);
    t.equal(exitCode, 255, command);
    t.equal(stdout, '');
    t.match(
      stderr,
      /home.* cannot be (?:made|written) .*: (?:set XDG_CACHE_HOME|give another) /,
      command,
    );
    t.notMatch(stderr, /at .*\.js:/, 'no stack');
  }
});

t.test('doctor where no file can be made', { skip: whyNot }, async (t) => {
  const { exitCode, stdout } = await withReadOnlyHome('$HOLERACE doctor home');
  t.equal(exitCode, 0);
  t.match(stdout, /^dax +not known: no file can be made in home: the filesystem is read-only/m);
  for (const name of ['mapping', 'kvm', 'kernels', 'next'])
    t.match(stdout, new RegExp(`^${name} +\\S`, 'm'));
});

const STRANGER = 'unshare --user --map-user=12345';
const mayBeStranger = spawnSync('sh', ['-c', `${STRANGER} true`]).status === 0;
const noStranger = mayBeStranger ? false : 'no user namespace can be made here';

t.test('a user without HOME and without an entry in passwd', { skip: noStranger }, async (t) => {
  const asStranger = (command: string) => inShell(`${STRANGER} ${command}`);
  const needsCache = await asStranger('$HOLERACE vm --kernel bzImage --accel tcg');
  t.equal(needsCache.exitCode, 255);
  t.match(
    needsCache.stderr,
    /no home folder \(neither HOME nor an entry in passwd\): set XDG_CACHE/,
  );
  const doctor = await asStranger('$HOLERACE doctor target');
  t.equal(doctor.exitCode, 0, doctor.stderr);
  t.match(doctor.stdout, /^kernels +the cache cannot be read: .*: set XDG_CACHE_HOME/m);
  t.equal((await asStranger(RUN)).exitCode, 0);
});

t.test('too few open files', async (t) => {
  // tap has each Node.js load modules of its own.
  const { exitCode, stdout, stderr } = await inShell(
    'unset NODE_OPTIONS; ulimit -n 32; $HOLERACE scenarios',
  );
  t.match({ exitCode, stdout }, { exitCode: 255, stdout: '' });
  t.match(stderr, /^holerace cannot be loaded \(.*EMFILE.*\): allow it more .*\(ulimit -n 1024\)$/);
});

t.test('no locale, and one that is not there', async (t) => {
  const usual = await runCli(['report', path.join(folder, 'stale.json'), '--format', 'html']);
  for (const env of [{}, { LC_ALL: 'C' }, { LC_ALL: 'xx_YY.nothing' }]) {
    const { exitCode, stdout } = await inShell('$HOLERACE report stale.json --format html', env);
    t.equal(exitCode, 0);
    t.ok(stdout === usual.stdout, `the same page with ${JSON.stringify(env)}`);
    const ran = await inShell(RUN, env);
    t.equal(ran.exitCode, 0, ran.stderr);
  }
});

t.test('output into a closed pipe', async (t) => {
  const cases: [command: string, exitCode: number][] = [
    ...['scenarios', '--help', 'run --help', 'completion'].map((words): [string, number] => [
      `$HOLERACE ${words}`,
      0,
    ]),
    ['$HOLERACE report stale.json --format ndjson', 0],
    [`${RUN} --format ndjson`, 0],
    [RUN.replace(' --expect any', ''), 125],
  ];
  for (const [command, exitCode] of cases) {
    const { stderr } = await inShell(`{ ${command} 2> log; echo "ended with $?" >&2; } | true`);
    t.equal(stderr, `ended with ${exitCode}`, command);
    const log = (await inShell('cat log')).stdout;
    t.notMatch(log, /EPIPE|at .*\.js:/, `${command}: ${log}`);
  }
});

t.test('no standard output and no standard error at all', async (t) => {
  t.equal((await inShell(`${RUN} >&- 2>&-`)).exitCode, 0);
  const { exitCode, stdout } = await inShell('$HOLERACE report stale.json 2>&-');
  t.equal(exitCode, 0);
  t.match(stdout, /^stale: /m);
});

t.test('a result that is cut off, and one of a newer holerace', async (t) => {
  const whole = JSON.stringify(reports.stale);
  writeFileSync(path.join(folder, 'cut.json'), whole.slice(0, -100));
  writeFileSync(
    path.join(folder, 'newer.json'),
    JSON.stringify({ ...reports.stale, schema: 'holerace.result/2' }),
  );
  const cases: [name: string, message: RegExp][] = [
    ['cut.json', /cut\.json is truncated or damaged: save it again/],
    ['newer.json', /newer\.json is holerace\.result\/2, .*: update holerace/],
  ];
  for (const [name, message] of cases) {
    const { exitCode, stdout, stderr } = await inShell(`$HOLERACE report ${name} --format html`);
    t.match({ exitCode, stdout }, { exitCode: 255, stdout: '' });
    t.match(stderr, message);
  }
});

t.test('a file that may not get as long as the arena names the limit', async (t) => {
  // In blocks of 512 bytes (POSIX.1-2024, ulimit): the first page fits, the arena does not.
  for (const [blocks, code] of [
    [100, 255],
    [10_000, 125],
  ] as const) {
    const script = `ulimit -f ${blocks}; ${RUN.replace('stale-zero-page', 'fault-write-race')}`;
    const { exitCode, stdout, stderr } = await inShell(`${script} --seconds 1`);
    t.equal(exitCode, code, `${stdout}${stderr}`);
    t.match(`${stdout}${stderr}`, /raise ulimit -f/);
  }
});
