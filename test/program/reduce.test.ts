/** `reduce`, with guests that are played: what it prints and writes, how it goes on, and what it refuses. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { reductionSchema } from '../../src/result/reduction.js';
import { type Result, resultSchema } from '../../src/result/result.js';
import { makeBzImage } from '../fixtures/bzimage.js';
import { fakeGuest, runCli } from '../fixtures/cli.js';
import { makeStale } from '../fixtures/reports.js';
import { makeResult } from '../fixtures/results.js';

const TEST_LIMIT_MS = 110_000;
const RELEASE = '6.1.0-fixture';
const folder = t.testdir({ tmp: {} });
const scratch = path.join(folder, 'tmp');
const kernel = path.join(folder, 'bzImage');
writeFileSync(kernel, makeBzImage(RELEASE));
/** The runtime's image is costly: made once for the whole file. */
const XDG_CACHE_HOME = path.join(folder, 'cache');
mkdirSync(XDG_CACHE_HOME, { recursive: true });

function saved(over: Partial<Result> = {}): string {
  const file = path.join(folder, 'result.json');
  const result = makeResult({
    ...{ verdict: 'stale', scenarios: [makeStale({ id: 'stale-zero-page' })] },
    kernel: { release: RELEASE, source: kernel },
    again: `holerace vm --kernel ${kernel} --accel tcg --scenario stale-zero-page --json x.json`,
    ...over,
  });
  writeFileSync(file, JSON.stringify(result));
  return file;
}

async function reduce(guest: string, words: readonly string[] = [], over: Partial<Result> = {}) {
  const env = { ...fakeGuest(guest, scratch), XDG_CACHE_HOME };
  return runCli(['reduce', saved(over), ...words], { env, cwd: folder });
}

t.afterEach(() => t.same(readdirSync(scratch), [], 'nothing is left in the temporary folder'));

t.test('what is left is printed and saved', { timeout: TEST_LIMIT_MS }, async (t) => {
  const words = ['--json', 'reduced.json', '--save', 'least.json', '--journal', 'journal'];
  const { exitCode, stdout, stderr } = await reduce('stale', words);
  t.equal(exitCode, 0, stderr);
  t.match(stdout, /^stale-zero-page on 6\.1\.0-fixture .* is stale with no more than\n {2}step /);
  t.match(stdout, /^cpus: more than 1 vCPU +not needed +certain +3 +0 +0$/m);
  t.match(
    stdout,
    /^no window of the read fault: the kernel does not tell what it passes, .*; of the change: /m,
  );
  t.match(stdout, /^run again: holerace vm --kernel .* --seed=\d+ .* --step=\d --places=1 /m);
  const reduction = reductionSchema.parse(
    JSON.parse(readFileSync(path.join(folder, 'reduced.json'), 'utf8')),
  );
  t.match(reduction, { complete: true, windows: [], before: { stale: 3, clean: 0 } });
  const least = resultSchema.parse(
    JSON.parse(readFileSync(path.join(folder, 'least.json'), 'utf8')),
  );
  t.match(least, { verdict: 'stale', again: / --cpus=1 / });
  t.equal((await runCli(['report', path.join(folder, 'least.json')])).exitCode, 0);
  const reduced = path.join(folder, 'reduced.json');
  const report = async (format: string) =>
    (await runCli(['report', reduced, '--format', format])).stdout;
  t.equal((await report('text')).slice(0, stdout.length), stdout, 'as it was printed');
  t.match(await report('mail'), /\nThe least that shows it\n/);
  t.match(await report('html'), /The least that shows it/);
  const again = await reduce('never-boots', ['--journal', 'journal']);
  t.equal(again.exitCode, 0, 'the same command boots nothing more');
  t.equal(again.stdout, stdout);
  t.match(again.stderr, /going on with the journal journal, which holds \d+ runs/);
});

t.test('what is not stale again is untested', { timeout: TEST_LIMIT_MS }, async (t) => {
  const { exitCode, stdout, stderr } = await reduce('clean', ['--journal', 'clean']);
  t.equal(exitCode, 125);
  t.equal(stdout, '');
  t.match(stderr, /stale-zero-page was not stale again \(in 10 runs of 5 s: 10 runs were clean\)/);
});

t.test('a kernel that panics is untested', { timeout: TEST_LIMIT_MS }, async (t) => {
  const { exitCode, stderr } = await reduce('panics', ['--journal', 'panics']);
  t.equal(exitCode, 125);
  t.match(stderr, /not stale again \(in 3 runs of 5 s: .*Kernel panic/);
});

t.test('bad input is refused in a sentence, before any boot', async (t) => {
  const gone = path.join(folder, 'gone');
  const other = path.join(folder, 'other.json');
  writeFileSync(other, JSON.stringify({ schema: 'holerace.result/2' }));
  const clean = makeResult({ kernel: { release: RELEASE, source: kernel } });
  const refusals: [over: Partial<Result>, words: string[], why: RegExp][] = [
    [clean, [], /nothing was stale in this result: give one that is stale/],
    [{}, ['--scenario', 'append-race'], /append-race was not stale in this result/],
    [{ again: `holerace vm --kernel ${gone}` }, [], /not to be had any more: .*gone does not/],
    [{ machine: { cpus: 2, accel: null } }, [], /not of a guest: reduce boots/],
    [{ again: 'holerace run' }, [], /"run again" of the result is not one of vm/],
    [{}, ['--minutes', '0'], /--minutes 0 is not valid/],
    [{}, ['--json', 'one', '--save', 'one'], /--json and --save name one file/],
    [{}, ['--json', '/nowhere/x'], /cannot be written to \/nowhere\/x/],
  ];
  for (const [over, words, why] of refusals) {
    const { exitCode, stdout, stderr } = await reduce('stale', words, over);
    t.equal(exitCode, 255, `${why}`);
    t.match(stderr, why);
    t.equal(stdout, '');
    t.equal(stderr.trim().split('\n').length, 1, stderr);
  }
  const later = await runCli(['reduce', other]);
  t.equal(later.exitCode, 255);
  t.match(later.stderr, /is holerace\.result\/2, and this holerace reads .*: update holerace/);
  t.notOk(existsSync(path.join(folder, 'one')));
});
