/** Races on real files of this machine: nothing else should run beside them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { MAPPING_VARIABLE } from '../../src/native/mapping-variable.js';
import { mappingHere } from '../../src/native/mmap.js';
import { scenarioAgrees } from '../../src/result/agreement.js';
import { type Result, resultSchema } from '../../src/result/result.js';

import { runCli, startCli } from '../fixtures/cli.js';

/** The scenarios in the order of their turns, and the result, of what ndjson has printed. */
function turnsOf(stdout: string): { turns: string[]; result: Result } {
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const turns = lines.flatMap((one) => (one.record === 'racing' ? [one.scenario] : []));
  return { turns, result: resultSchema.parse(lines.at(-1).result) };
}

const isRoot = process.getuid?.() === 0;

for (const mapping of new Set([mappingHere().mapping, 'koffi'] as const)) {
  t.test(`the page cache is raced when it is asked for, mapped by ${mapping}`, async (t) => {
    const folder = t.testdir({ target: {} });
    const json = path.join(folder, 'result.json');
    const target = path.join(folder, 'target');
    const args = ['--expect', 'page-cache', '--seconds', '2', '--seed', '7', '--json', json];
    const env = { [MAPPING_VARIABLE]: mapping };
    const { exitCode, stdout } = await runCli(['run', target, ...args], { env });
    t.equal(exitCode, 0);
    t.match(stdout, /page cache, not DAX \(per statx\), as asked for with --expect page-cache/);
    t.match(stdout, /^clean: no stale read in [\d,]+ overlapped attempts$/m);
    const result = resultSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    t.match(result, {
      verdict: 'clean',
      seed: 7,
      expect: 'page-cache',
      target: { dax: false, mapping },
    });
    const asked = `${MAPPING_VARIABLE}=${mapping} holerace run `;
    t.ok(result.again?.startsWith(asked), 'the line that runs it again asks for the same');
    t.ok(result.scenarios.every(scenarioAgrees));
    const race = result.scenarios.find(({ id }) => id === 'fault-write-race');
    t.ok((race?.overlapped ?? 0) >= 100, 'attempts overlapped');
    const met = (race?.attempts ?? 1) - (race?.discarded ?? 0);
    const early = (race?.early ?? 0) / met;
    t.ok(early > 0.15 && early < 0.85, `${early} of the attempts were early`);
    t.equal(race?.rateBound95, 3 / (race?.overlapped ?? 0));
    t.same(readdirSync(target), [], 'the target file is gone');
  });
}

t.test('a directory that is not DAX is untested, and says what to do', async (t) => {
  const folder = t.testdir();
  const { exitCode, stdout } = await runCli(['run', folder]);
  t.equal(exitCode, 125);
  t.match(stdout, /^untested: the target is not DAX .*: mount a DAX filesystem with -o dax/m);
  const kselftest = await runCli(['run', folder, '--exit-style', 'kselftest']);
  t.equal(kselftest.exitCode, 4);
});

t.test('ndjson prints the records as they are made, and the result', async (t) => {
  const args = [
    '--expect',
    'any',
    '--attempts',
    '300',
    '--strategy',
    'stagger',
    '--format',
    'ndjson',
  ];
  const { exitCode, stdout } = await runCli(['run', t.testdir(), ...args]);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { record: string; result?: { verdict: string } });
  // Where the user may read the kernel's log, listening to it begins before the race.
  t.equal(lines.find(({ record }) => record !== 'listening')?.record, 'start');
  t.equal(lines.at(-1)?.record, 'result');
  t.equal(lines.filter(({ record }) => record === 'scenario').length, 2);
  // On a busy machine too few of so few attempts overlap.
  t.equal(exitCode, lines.at(-1)?.result?.verdict === 'clean' ? 0 : 125);
});

t.test('a budget is shared out, and what nobody has taken is shared again', async (t) => {
  const args = ['--expect', 'any', '--budget', '8', '--format', 'ndjson'];
  const { stdout } = await runCli(['run', t.testdir(), ...args]);
  const { turns, result } = turnsOf(stdout);
  t.equal(turns.filter((id) => id === 'stale-zero-page').length, 1);
  t.ok(turns.filter((id) => id === 'fault-write-race').length > 1, turns.join());
  t.same(
    result.scenarios.map(({ id }) => id).sort(),
    ['fault-write-race', 'stale-zero-page'],
    'each is there once',
  );
});

t.test('a budget is left alone once every scenario has come to its end', async (t) => {
  const args = ['--expect', 'any', '--budget', '100', '--attempts', '300', '--format', 'ndjson'];
  const { stdout } = await runCli(['run', t.testdir(), ...args]);
  const { turns, result } = turnsOf(stdout);
  t.same(turns, ['stale-zero-page', 'fault-write-race']);
  t.same(
    result.scenarios.map(({ attempts }) => attempts),
    [300, 300],
  );
});

t.test('attempts are counted to the one', async (t) => {
  const args = ['--expect', 'any', '--scenario', 'fault-write-race', '--attempts', '1500'];
  const json = path.join(t.testdir(), 'result.json');
  await runCli(['run', path.dirname(json), ...args, '--json', json]);
  const result = resultSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
  t.equal(result.scenarios[0]?.attempts, 1500);
  t.match(result.scenarios[0]?.gates, [
    {},
    { id: 'completed', met: true },
    {},
    { id: 'overlapped' },
  ]);
});

t.test('too few overlapped attempts are no clean verdict', async (t) => {
  const args = ['--expect', 'any', '--scenario', 'fault-write-race', '--attempts', '20'];
  const { exitCode, stdout } = await runCli(['run', t.testdir(), ...args]);
  t.equal(exitCode, 125);
  t.match(stdout, /attempts overlapped, a verdict needs 100/);
});

t.test('workers that share one core, with a busy neighbour, come to an end', async (t) => {
  const folder = t.testdir();
  // It ends by itself where the test is killed.
  const busy = 'for (const end = Date.now() + 60_000; Date.now() < end; );';
  const neighbour = execa('taskset', ['-c', '0', process.execPath, '-e', busy], { reject: false });
  t.teardown(() => neighbour.kill('SIGKILL'));
  const main = new URL('../../src/cli/bin.js', import.meta.url).pathname;
  const command = [process.execPath, main, 'run', folder, '--expect', 'any', '--attempts', '2000'];
  const { exitCode, stdout } = await execa('taskset', ['-c', '0', ...command], {
    reject: false,
    timeout: 60_000,
  });
  // Two threads that take turns on one core may never overlap: that is untested, and said.
  t.ok(exitCode === 0 || exitCode === 125, stdout);
  t.notMatch(stdout, /the race was|did not end/);
  t.match(stdout, / discarded/, 'and say that they were not let go together');
  // How many there are is the scheduler's to say; that many of them are explained is not.
  const number = (text = ''): number => Number(text.replaceAll(',', ''));
  const counts = stdout.matchAll(/([\d,]+) attempts .* ([\d,]+) discarded/g);
  const isMany = [...counts].some(([, attempts, lost]) => number(lost) > 0.1 * number(attempts));
  t.equal(/fewer cores were free than the race has threads/.test(stdout), isMany, stdout);
});

for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  t.test(`${name} in the middle of a race cleans up`, async (t) => {
    const folder = t.testdir();
    const child = startCli([
      'run',
      folder,
      '--expect',
      'any',
      '--seconds',
      '600',
      '--format',
      'ndjson',
    ]);
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.includes('"progress"')) resolve();
      });
    });
    t.equal(readdirSync(folder).length, 1, 'the target file is there');
    child.kill(name);
    const { exitCode, stderr } = await child;
    t.equal(exitCode, code);
    t.match(stderr, new RegExp(`interrupted by ${name}`));
    t.same(readdirSync(folder), [], 'the target file is gone');
  });
}

t.test('a reader that goes away does not cost the clean-up', async (t) => {
  const folder = t.testdir();
  const args = ['run', folder, '--expect', 'any', '--scenario', 'stale-zero-page'];
  const child = startCli([...args, '--format', 'ndjson']);
  child.stdout.once('data', () => child.stdout.destroy());
  const { exitCode, stderr } = await child;
  t.equal(exitCode, 0, stderr);
  t.same(readdirSync(folder), []);
});

t.test('an output that cannot be written is a fault of its own, never stale', async (t) => {
  const folder = t.testdir();
  const main = new URL('../../src/cli/bin.js', import.meta.url).pathname;
  const command = `exec "${process.execPath}" "${main}" run . --expect any --scenario stale-zero-page`;
  for (const format of ['text', 'ndjson']) {
    const { exitCode, stderr } = await execa(
      'sh',
      ['-c', `${command} --format ${format} > /dev/full`],
      {
        cwd: folder,
        reject: false,
      },
    );
    t.equal(exitCode, 255, format);
    t.match(stderr, /ENOSPC/);
  }
  t.same(readdirSync(folder), [], 'the target file is gone');
});

t.test('small filesystems', { skip: isRoot ? false : 'only root may mount' }, async (t) => {
  /** A shell in a mount namespace of its own: its mounts end with it. */
  const inNamespace = (script: string, folder: string) =>
    execa('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script], {
      cwd: folder,
      reject: false,
      env: {
        HOLERACE: `${process.execPath} ${new URL('../../src/cli/bin.js', import.meta.url).pathname}`,
      },
    });

  t.test('a full one is refused', async (t) => {
    const script = 'mount -t tmpfs -o size=1m t . && cd . && $HOLERACE run "$PWD" --expect any';
    const { exitCode, stderr } = await inNamespace(script, t.testdir());
    t.equal(exitCode, 255);
    t.match(stderr, /is full, \d+ bytes are free: free at least 8 MiB/);
  });

  t.test('a read-only one is refused', async (t) => {
    const script = 'mount -t tmpfs -o ro t . && $HOLERACE run "$PWD" --expect any';
    const { exitCode, stderr } = await inNamespace(script, t.testdir());
    t.equal(exitCode, 255);
    t.match(stderr, /the filesystem is read-only; remount it writable/);
  });

  t.test('one that fills up in the middle of a race is untested', async (t) => {
    // ext4 and not tmpfs: there a hole takes no block until it is written, and write(2) says ENOSPC.
    const folder = t.testdir({ target: {} });
    const script = [
      'truncate -s 64M image && mkfs.ext4 -q -F image && mount -o loop image target || exit 99',
      '$HOLERACE run target --expect any --scenario fault-write-race --seconds 60 --format ndjson > out &',
      'pid=$!',
      'until grep -q progress out; do :; done',
      // The filler ends when the filesystem is full; what the race frees in between it takes as well.
      'while kill -0 $pid 2> /dev/null; do cat /dev/zero >> target/filler 2> /dev/null; done',
      'wait $pid; code=$?',
      'ls -A target | grep holerace; exit $code',
    ].join('\n');
    const { exitCode, stdout } = await inNamespace(script, folder);
    const out = readFileSync(path.join(folder, 'out'), 'utf8');
    t.equal(exitCode, 125, stdout);
    t.match(out, /the filesystem is full/);
    t.equal(stdout, '', 'nothing is left in the target');
  });
});

t.test('a folder that goes away in the middle of a race', async (t) => {
  const folder = t.testdir({ target: {} });
  const target = path.join(folder, 'target');
  const scenarios = ['--scenario', 'fault-write-race', '--scenario', 'punch-read-race'];
  const words = [...scenarios, '--seconds', '2', '--expect', 'any', '--format', 'ndjson'];
  const child = startCli(['run', target, ...words]);
  child.stdout.once('data', () => rmSync(target, { recursive: true }));
  const { exitCode, stderr, stdout } = await child;
  t.equal(exitCode, 125);
  const { result } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  const gone = `the file that was raced has gone from ${target}: leave that folder alone until the run has ended`;
  t.match(result, { verdict: 'untested', reason: gone });
  t.notMatch(stderr, /^ *at .*:\d+/m);
  t.same(readdirSync(folder), [], 'nothing is made in its place');
});

t.test('a file that is in the way is not touched', async (t) => {
  const folder = t.testdir({ '.holerace-mine': 'precious' });
  await runCli(['run', folder, '--expect', 'any', '--attempts', '200']);
  t.same(readdirSync(folder), ['.holerace-mine']);
  t.equal(readFileSync(path.join(folder, '.holerace-mine'), 'utf8'), 'precious');
});

t.test('a directory may have spaces and commas', async (t) => {
  const folder = path.join(t.testdir(), 'a b,c');
  mkdirSync(folder);
  const { exitCode } = await runCli([
    'run',
    folder,
    '--expect',
    'any',
    '--scenario',
    'stale-zero-page',
  ]);
  t.equal(exitCode, 0);
  t.ok(existsSync(folder));
});
