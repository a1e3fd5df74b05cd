/** Every place where holerace writes is made to fail in every way: one sentence, the exit code, nothing half-written, nothing left. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { makeBzImage } from '../fixtures/bzimage.js';
import { CLI, FIXTURE_BIN } from '../fixtures/cli.js';
import { leaveCounts } from '../fixtures/hostile/counts.js';
import { endingOf, FAULTS, type FaultName, PLACES } from '../fixtures/hostile/faults.js';
import { makeDeb } from '../fixtures/packages.js';
import { processesBelow } from '../fixtures/processes.js';
import { reports } from '../fixtures/reports.js';
import { gitIn } from '../fixtures/repositories.js';

/** A command that goes on for longer hangs. */
const COMMAND_LIMIT_MS = 60_000;
/** Of what it printed so much is looked at. */
const OUTPUT_SHOWN = 4000;
const root = t.testdir({ warm: {}, base: { linux: {} } });
const base = path.join(root, 'base');
writeFileSync(path.join(base, '1-clean'), makeBzImage('6.1.1-fixture'));
writeFileSync(path.join(base, '2-clean'), makeBzImage('6.1.2-fixture'));
writeFileSync(path.join(base, '2-panics'), makeBzImage('6.1.2-fixture'));
writeFileSync(path.join(base, 'stale.json'), JSON.stringify(reports.stale));
makeDeb(
  base,
  { 'boot/vmlinuz-6.1.3': makeBzImage('6.1.3'), 'lib/modules/6.1.3/modules.builtin': '' },
  { name: 'linux-image-6.1.3' },
);
const linux = path.join(base, 'linux');
await gitIn(linux, 'init', '-q');
for (const tag of ['v1', 'v2']) {
  writeFileSync(path.join(linux, 'file'), tag);
  await gitIn(linux, 'add', '.');
  await gitIn(linux, 'commit', '-qm', tag);
  await gitIn(linux, 'tag', tag);
}

const UNSHARE = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'])];
const mayMount = spawnSync('unshare', [...UNSHARE, 'true']).status === 0;
const skip = mayMount ? false : 'nothing can be mounted here, and so no disk be made that is full';

/** What lies below the folders behind a command: names, of short files what they hold. */
const LOOK =
  'find place/ tmp target -mindepth 1 ! -name .filling -printf "%p\\n" 2> /dev/null | sort | while read -r one; do if [ -f "$one" ]; then echo "$one: $(head -c 60 "$one" | tr "\\n\\0" "  ")"; else echo "$one"; fi; done > left';

interface Ran {
  readonly exitCode: number;
  readonly said: string;
  readonly left: readonly string[];
}

async function meet(place: string, fault: FaultName, folder: string): Promise<Ran> {
  const { command, env = {}, linkTo } = PLACES[place] ?? { command: 'false' };
  const at = (name: string): string => path.join(folder, name);
  for (const name of ['before', 'target', 'tmp', 'own/holerace'])
    mkdirSync(at(name), { recursive: true });
  writeFileSync(at('before/result.json'), 'before');
  const files = readdirSync(base);
  for (const name of files) symlinkSync(path.join(base, name), at(name));
  symlinkSync(path.join(warm, 'holerace/runtime'), at('own/holerace/runtime'));
  mkdirSync(at(linkTo ?? 'place'), { recursive: true });
  if (linkTo !== undefined) symlinkSync(linkTo, at('place'));
  const { setUp, prefix } = FAULTS[fault];
  const own = Object.entries(env).map(([name, value]) => [
    name,
    name === 'GITHUB_ACTIONS' ? value : at(value),
  ]);
  // tap has each Node.js load modules of its own, which meet the fault as well.
  const script = `unset NODE_OPTIONS; place=$(readlink -f place); { ${setUp}; } 2> /dev/null; ${command} > out 2> err < /dev/null; echo $? > code; ${LOOK}`;
  await execa('unshare', [...UNSHARE, 'bash', '-c', script], {
    cwd: folder,
    reject: false,
    timeout: COMMAND_LIMIT_MS,
    env: {
      ...{ PATH: `${FIXTURE_BIN}:${process.env.PATH}`, GUEST: 'by-kernel', TMPDIR: at('tmp') },
      ...{ XDG_CACHE_HOME: warm, HOLERACE: `${prefix} ${process.execPath} ${CLI}` },
      ...Object.fromEntries(own),
    },
  });
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  const left = read('left')
    .split('\n')
    .filter((line) => line !== '');
  return {
    exitCode: Number(read('code')),
    said: read('err') + read('out').slice(0, OUTPUT_SHOWN),
    left,
  };
}

const warm = path.join(root, 'warm');
t.before(async () => {
  // The runtime's image is costly: made once for the whole file.
  const args = ['vm', '-k', path.join(base, '1-clean'), '--accel', 'tcg', '--fs', 'ext4'];
  const env = { PATH: `${FIXTURE_BIN}:${process.env.PATH}`, GUEST: 'dies', XDG_CACHE_HOME: warm };
  await execa(process.execPath, [CLI, ...args], { env, reject: false });
});

const rows: Record<string, string | number>[] = [];
t.jobs = 2;
for (const place of Object.keys(PLACES)) {
  const lacks: readonly FaultName[] = PLACES[place]?.lacks ?? [];
  for (const fault of Object.keys(FAULTS) as FaultName[]) {
    if (lacks.includes(fault)) continue;
    t.test(`${place}: ${fault}`, { skip, buffered: true }, async (t) => {
      const folder = t.testdir({});
      const { exitCode, said, left } = await meet(place, fault, folder);
      const ending = endingOf(place, fault);
      t.equal(exitCode, ending.exitCode, said);
      t.match(said, ending.says);
      t.notMatch(said, /^ *at .*:\d+/m, 'no stack');
      const errors = said.split('\n').filter((line) => line.startsWith('ERROR'));
      t.ok(errors.length <= 1 || exitCode !== 255, `one sentence: ${said}`);
      const { mayLeave } = PLACES[place] ?? { mayLeave: /^$/ };
      t.same(
        left.filter((one) => !mayLeave.test(one)),
        [],
        'nothing is half-written, and nothing left',
      );
      t.same(processesBelow(folder), [], 'no process is left');
      rows.push({ place, fault, 'exit code': exitCode });
    });
  }
}

t.teardown(() => leaveCounts('faults', 'faults', rows));
