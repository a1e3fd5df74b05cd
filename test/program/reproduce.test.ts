/** What `reproduce` writes, compiled and run here, in the page cache: no load is stale where no kernel is broken. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { CHANGES } from '../../src/race/changes/list.js';
import { isOfHugeData } from '../../src/race/huge-data.js';
import { compose } from '../../src/reproduce/compose.js';
import { partsOf } from '../../src/reproduce/reproducer.js';
import { valuesOf } from '../../src/reproduce/values.js';
import { scenarios } from '../../src/scenarios/list.js';
import { PAGE_BYTES, type Step } from '../../src/scenarios/scenario.js';
import { runCli } from '../fixtures/cli.js';

const SECONDS = 1;
/** Their rounds take longer, and a round begins only before its second is up. */
const SECONDS_AT_2_MIB = 3;
const LIMIT_MS = 30_000;
/** None of them is as slow as that. */
const ATTEMPTS = 2;
const CLEAN = /^\d+ attempts, \d+ early, 0 stale, 0 SIGBUS, 0 lasting(?:, 0 lost by owners)?$/m;
/** What a filesystem may do without, and says so by err(3). */
const UNTESTED = /^repro: .*: (?:Operation not supported|Inappropriate ioctl for device)$/m;

/** One step of each kind: those of 2 MiB and those in turn are the same program with other numbers. */
const steps = new Map<string, Step>();
for (const step of scenarios.flatMap((scenario) => scenario.steps)) {
  const { place, change, pageBytes, meeting } = step;
  if (CHANGES[change].rule.storeOffsetBytes !== null) continue;
  if (pageBytes === PAGE_BYTES && meeting === 'at-once') steps.set(`${change} on ${place}`, step);
}

async function compiled(folder: string, text: string, flags: readonly string[] = []) {
  const [source, program] = ['repro.c', 'repro'].map((name) => path.join(folder, name));
  if (source === undefined || program === undefined) throw new Error('two names');
  writeFileSync(source, text);
  await execa('gcc', ['-std=gnu11', '-O2', ...flags, '-pthread', '-o', program, source]);
  return program;
}

async function runProgram(folder: string, text: string, seconds = SECONDS) {
  const program = await compiled(folder, text);
  return execa(program, [folder, `${seconds}`], { reject: false, all: true, timeout: LIMIT_MS });
}

function programOf(step: Step, meeting: string): string {
  const counts = { attempts: 1, stale: 1, staggers: [] };
  const values = valuesOf({ step, counts, meeting, point: null }, { dax: false });
  return compose({ parts: partsOf(step, meeting), values: { ...values, ATTEMPTS } });
}

for (const [name, step] of steps) {
  t.test(`${name}: nothing is stale, or it cannot be done here`, async (t) => {
    const { exitCode, all } = await runProgram(t.testdir(), programOf(step, 'stagger'));
    t.match(all, exitCode === 0 ? CLEAN : UNTESTED, name);
    t.ok(exitCode === 0 || exitCode === 125, `${exitCode}`);
  });
}

for (const meeting of ['second-reader', 'preempt', 'preempt-writer', 'in-turn']) {
  t.test(`by ${meeting}: nothing is stale`, async (t) => {
    for (const name of ['write on sparse', 'punch on written', 'zero-range on written']) {
      const step = steps.get(name);
      if (step === undefined) throw new Error(`no scenario has ${name}`);
      const { exitCode, stdout } = await runProgram(t.testdir(), programOf(step, meeting));
      t.equal(exitCode, 0, name);
      t.match(stdout, CLEAN, name);
    }
  });
}

/** Of a round: under the sanitizer each takes long. */
const SANITIZED_PLACES = 16;

for (const meeting of ['stagger', 'second-reader', 'preempt', 'preempt-writer', 'in-turn']) {
  t.test(`by ${meeting}: ThreadSanitizer sees no race of the program's own`, async (t) => {
    for (const name of ['write on sparse', 'overwrite on old-data']) {
      const step = steps.get(name);
      if (step === undefined) throw new Error(`no scenario has ${name}`);
      const folder = t.testdir();
      const text = programOf({ ...step, places: SANITIZED_PLACES }, meeting);
      const program = await compiled(folder, text, ['-g', '-fsanitize=thread']);
      // Its shadow does not fit into every layout of addresses.
      const { exitCode, signal, stderr } = await execa(
        ...(['setarch', ['-R', program, folder, `${SECONDS}`]] as const),
        { reject: false, timeout: LIMIT_MS },
      );
      t.equal(exitCode, 0, `${name}: ${signal} ${stderr}`);
      t.equal(stderr, '', name);
    }
  });
}

t.test('a second reader that is late loads nothing of a file that is cut off', async (t) => {
  const step = steps.get('write on sparse');
  if (step === undefined) throw new Error('no scenario writes into a hole');
  const text = programOf(step, 'second-reader')
    .replace(/^#define PLACES \d+/m, `#define PLACES ${SANITIZED_PLACES}`)
    .replace(/(?<=^\t\t)load\(map/m, 'usleep(3000);$&')
    .replace(/(?<=ftruncate\(fd, 0\)\);)/, 'usleep(3000);');
  t.equal(text.split('usleep(3000);').length, 3, 'it is late, and the file is long cut off');
  const { exitCode, signal, all } = await runProgram(t.testdir(), text);
  t.equal(exitCode, 0, `${signal}`);
  t.match(all, CLEAN);
});

t.test('at 2 MiB over data: nothing is stale, or it cannot be done here', async (t) => {
  const ofData = scenarios.flatMap((scenario) => scenario.steps.filter(isOfHugeData));
  for (const step of ofData.filter(({ meeting }) => meeting === 'at-once')) {
    const { exitCode, all } = await runProgram(
      ...([t.testdir(), programOf(step, 'stagger'), SECONDS_AT_2_MIB] as const),
    );
    t.match(all, exitCode === 0 ? CLEAN : UNTESTED, `${step.change} on ${step.place}`);
  }
});

t.test('a planted stale read is one', async (t) => {
  const step = steps.get('write on sparse');
  if (step === undefined) throw new Error('no scenario writes into a hole');
  const text = programOf(step, 'in-turn').replace('after = LEAVES_DATA', 'after = !LEAVES_DATA');
  const { exitCode, stdout } = await runProgram(t.testdir(), text);
  t.equal(exitCode, 1);
  t.match(stdout, / [1-9]\d* stale, .* [1-9]\d* lasting$/m);
});

t.test('an owner that has lost its bytes is told, and no place beside it', async (t) => {
  const step = steps.get('dedupe on twin');
  if (step === undefined) throw new Error('no scenario has twins');
  // Written into, twins need no blocks that are shared, which this filesystem may not have.
  const clean = programOf({ ...step, change: 'overwrite' }, 'in-turn');
  const kept = await runProgram(t.testdir(), clean);
  t.equal(kept.exitCode, 0, kept.stdout);
  t.match(kept.stdout, /, 0 stale, 0 SIGBUS, 0 lasting, 0 lost by owners$/);
  const WRITES = 'need(pwrite(fd, bytes, PAGE, at) == PAGE);';
  t.match(clean, WRITES);
  const text = clean.replace(WRITES, `${WRITES}\n${WRITES.replace('at)', 'at + ARENA_BYTES)')}`);
  const { exitCode, stdout } = await runProgram(t.testdir(), text);
  t.equal(exitCode, 1);
  t.match(stdout, /, 0 stale, 0 SIGBUS, 0 lasting, [1-9]\d* lost by owners$/);
});

t.test('a result without a stale read is refused in a sentence', async (t) => {
  const json = path.join(t.testdir(), 'result.json');
  const folder = t.testdir({ target: {} });
  await runCli([
    ...['run', path.join(folder, 'target'), '--expect', 'page-cache', '--seed', '7'],
    ...['--scenario', 'stale-zero-page', '--json', json],
  ]);
  const { exitCode, stderr } = await runCli(['reproduce', json]);
  t.equal(exitCode, 255);
  t.match(stderr, /nothing was stale in this result: give one that is stale/);
});
