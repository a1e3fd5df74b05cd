/** `reproduce --check`, with guests that are played: what each amounts to, in the head of the program and as exit code. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { Result } from '../../src/result/result.js';
import { makeBzImage } from '../fixtures/bzimage.js';
import { fakeGuest, runCli } from '../fixtures/cli.js';
import { makeStale } from '../fixtures/reports.js';
import { makeResult } from '../fixtures/results.js';

const RELEASE = '6.1.0-fixture';
const folder = t.testdir({ tmp: {}, nothing: {} });
const scratch = path.join(folder, 'tmp');
const kernel = path.join(folder, 'bzImage');
writeFileSync(kernel, makeBzImage(RELEASE));
/** The runtime's image is costly: made once for the whole file. */
const XDG_CACHE_HOME = path.join(folder, 'cache');

function saved(over: Partial<Result> = {}): string {
  const file = path.join(folder, 'result.json');
  const result = makeResult({
    ...{ verdict: 'stale', scenarios: [makeStale()] },
    kernel: { release: RELEASE, source: kernel },
    again: `holerace vm --kernel ${kernel} --accel tcg --scenario fault-write-race --json x.json`,
    ...over,
  });
  writeFileSync(file, JSON.stringify(result));
  return file;
}

async function check(guest: string, words: readonly string[] = [], over: Partial<Result> = {}) {
  const env = { ...fakeGuest(guest, scratch), XDG_CACHE_HOME };
  const ran = await runCli(['reproduce', saved(over), '--check', ...words], { env });
  const [, head = ''] = /^\/\*\n([\s\S]*?)^ \*\/\n/m.exec(ran.stdout) ?? [];
  return { ...ran, head: head.replaceAll(/\s+\*\s+/g, ' ') };
}

t.afterEach(() => t.same(readdirSync(scratch), [], 'nothing is left in the temporary folder'));

t.test('what was found in each run stands in the head', async (t) => {
  const { exitCode, head, stdout, stderr } = await check('checks');
  t.equal(exitCode, 0, stderr);
  t.match(
    head,
    'Checked: stale in 3 of 3 runs of 30 s in an emulated guest of that kernel (2 vCPUs): 750 of 3,000 attempts (0.25 an attempt).',
  );
  t.match(stdout, /^int main\(/m);
  t.match(stderr, /run 2 of 3: stale in 250 of 1,000 attempts/);
});

t.test('where nothing was found, that stands there, and it is untested', async (t) => {
  const { exitCode, head, stderr } = await check('checks-clean', ['--runs', '2', '--seconds', '5']);
  t.equal(exitCode, 125);
  t.match(head, 'Checked: stale in none of 2 runs of 5 s in');
  t.match(stderr, /WARN: the program has not shown what the result found/);
});

t.test('a run that contradicts itself is not stale', async (t) => {
  const { exitCode, head } = await check('checks-contradicts');
  t.equal(exitCode, 125);
  t.match(head, /stale in none of 3 runs .*\. Untested: the program ended with status 0 and said/);
});

t.test('what was found before the guest died stands', async (t) => {
  const { exitCode, head } = await check('checks-then-panics');
  t.equal(exitCode, 0);
  t.match(head, /stale in 1 of 1 run .* 1 of 3 runs came to their end, for .*of the first run/);
});

t.test(
  'where the emulation ends the guest, the runs that are left have another boot, at most twice',
  async (t) => {
    for (const [runs, found] of [
      [3, /stale in 3 of 3 runs of 30 s .*: 750 of 3,000 attempts/],
      [5, /stale in 3 of 3 runs .* 3 of 5 runs came to their end, for .*int3.* run it again/],
    ] as const) {
      const { exitCode, head, stderr } = await check('checks-then-trips', ['--runs', `${runs}`]);
      t.equal(exitCode, 0, stderr);
      t.match(head, found);
      t.match(stderr, `run 3 of ${runs}: stale in 250`);
      const boots = path.join(folder, 'boots');
      t.equal(readFileSync(boots, 'utf8').trim().split('\n').length, 3);
      rmSync(boots);
    }
  },
);

for (const [guest, why] of Object.entries({
  'checks-twice': /sent what is no record: run 1 behind 1 of 3/,
  garbage: /sent what is no record: .*what is this/,
  panics: /Kernel panic - not syncing: VFS/,
  dies: /ended before/,
})) {
  t.test(`${guest}: the program is printed, and says why not all is known`, async (t) => {
    const { exitCode, head, stdout } = await check(guest);
    t.equal(exitCode, guest === 'checks-twice' ? 0 : 125);
    t.match(head, why);
    t.match(stdout, /^int main\(/m);
  });
}

t.test('another kernel is told by its name', async (t) => {
  const other = path.join(folder, 'other');
  writeFileSync(other, makeBzImage(RELEASE));
  const { head } = await check('checks', ['--kernel', other, '--runs', '1']);
  t.match(head, `an emulated guest of ${RELEASE}, ${other} (2 vCPUs)`);
});

/** Where holerace looks besides. */
const isAlwaysThere = ['/usr/local/sbin', '/usr/sbin', '/sbin'].some((one) =>
  existsSync(path.join(one, 'cc')),
);
const without = { skip: isAlwaysThere && 'a compiler is there whatever PATH says' };

t.test('without a compiler the program is made all the same', without, async (t) => {
  const json = saved();
  const env = { TMPDIR: scratch, XDG_CACHE_HOME, PATH: path.join(folder, 'nothing') };
  const { exitCode, stdout, stderr } = await runCli(['reproduce', json, '--check'], { env });
  t.equal(exitCode, 125, stderr);
  t.match(stdout, /^int main\(/m);
  t.notMatch(stdout, /Checked/);
  t.match(stderr, /WARN: nothing was checked, for cc is not installed: install the package gcc/);
});

t.test('bad input is refused in a sentence, before any boot', async (t) => {
  const gone = path.join(folder, 'gone');
  const refusals: [over: Partial<Result>, words: string[], why: RegExp][] = [
    [{ again: `holerace vm --kernel ${gone}` }, [], /not to be had any more: .*gone does not/],
    [{}, ['--kernel', gone], /the kernel \S*gone does not exist/],
    [{ machine: { cpus: 2, accel: null } }, [], /not of a guest: --check boots/],
    [{ again: 'holerace run' }, [], /"run again" of the result is not one of vm/],
    [{}, ['--runs', '0'], /--runs 0 is not valid: give a whole number from 1 to 100/],
    [{}, ['--seconds', '1.5'], /--seconds 1\.5 is not valid/],
  ];
  for (const [over, words, why] of refusals) {
    const { exitCode, stdout, stderr } = await check('checks', words, over);
    t.equal(exitCode, 255, `${why}`);
    t.match(stderr, why);
    t.equal(stdout, '');
    t.equal(stderr.trim().split('\n').length, 1, stderr);
  }
  const alone = await runCli(['reproduce', saved(), '--runs', '2']);
  t.equal(alone.exitCode, 255);
  t.match(alone.stderr, /--runs is for --check: give both, or neither/);
});

t.teardown(() => rmSync(XDG_CACHE_HOME, { recursive: true, force: true }));
mkdirSync(XDG_CACHE_HOME, { recursive: true });
