/** What the kernel complains of, from guests that are played by a fixture to the exit code. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { makeBzImage } from '../fixtures/bzimage.js';
import { fakeGuest, runCli } from '../fixtures/cli.js';

const folder = t.testdir();
const at = (...names: string[]): string => path.join(folder, ...names);
for (const made of ['tmp', 'ladder']) mkdirSync(at(made));

async function run(words: readonly string[], guest: string) {
  return runCli(words, { env: fakeGuest(guest, at('tmp')) });
}

async function vm(guest: string, ...words: readonly string[]) {
  writeFileSync(at('kernel'), makeBzImage('6.1.0-fixture'));
  const race = ['--scenario', 'stale-zero-page', '--accel', 'tcg', '--seed', '7'];
  return run(['vm', '-k', at('kernel'), ...race, '--json', at('result.json'), ...words], guest);
}

const complaints = () => JSON.parse(readFileSync(at('result.json'), 'utf8')).complaints;

t.test(
  'a complaint is told beside the verdict, and fails the run only where it is to',
  async (t) => {
    const told = await vm('complains');
    t.equal(told.exitCode, 0, told.stderr);
    t.match(told.stdout, /\nclean: no stale read in .*; the kernel complained 2 times$/m);
    t.match(
      told.stdout,
      /stale-zero-page on ext4, 0\.5 s after the race began, 2 times: WARNING: /,
    );
    t.match(complaints(), [{ function: 'dax_insert_entry', times: 2 }]);
    t.equal((await vm('complains', '--on-complaint', 'fail')).exitCode, 1);
    t.equal((await vm('whispers', '--on-complaint', 'fail')).exitCode, 0);
    t.same(complaints(), []);
    t.equal((await vm('clean', '--on-complaint', 'fail')).exitCode, 0);
    t.equal(complaints(), null, 'nobody listened');
  },
);

t.test('so is what the kernel says when the race’s process has gone', async (t) => {
  t.equal((await vm('complains-late', '--on-complaint', 'fail')).exitCode, 1);
  t.match(complaints(), [{ kind: 'memory', scenario: null, seconds: 2.5 }]);
});

t.test('what was asked for makes a kernel bad, safe under git bisect run', async (t) => {
  const by = async (guest: string, ...badIf: readonly string[]) =>
    (await vm(guest, ...badIf.flatMap((one) => ['--bad-if', one]))).exitCode;
  t.equal(await by('complains', 'complaint'), 1);
  t.equal(await by('complains', 'complaint=dax_'), 1);
  t.equal(await by('complains', 'complaint=ext4_'), 0);
  t.equal(await by('whispers', 'complaint'), 0);
  t.equal(await by('clean', 'complaint'), 125, 'nobody listened');
  t.equal(await by('panics', 'complaint'), 125, 'another end than was named');
  t.equal(await by('panics', 'panic'), 1);
  t.equal(await by('oopses', 'panic', 'oops'), 1);
  t.equal(await by('holds', 'hang'), 1);
});

t.test('the first kernel that warns is found, though all are clean', async (t) => {
  const rungs = ['1-whispers', '2-whispers', '3-panics', '4-complains', '5-complains'];
  for (const rung of rungs) writeFileSync(at('ladder', rung), makeBzImage(`6.1.${rung[0]}`));
  const ladder = ['--kernels-from', at('ladder'), '--scenario', 'stale-zero-page'];
  const common = [...ladder, '--accel', 'tcg', '--bad-if', 'complaint=dax_'];
  const found = await run(['bisect', ...common, '--journal', at('bisect.journal')], 'by-kernel');
  t.equal(found.exitCode, 0, found.stderr);
  t.match(found.stdout, /the first bad kernel is one of \S+3-panics, \S+4-complains /);
  const again = await run(['report', at('bisect.journal')], 'by-kernel');
  t.match(again.stdout, /is bad with a chance of .*, by --bad-if complaint=dax_$/m);
  const swept = await run(
    ['sweep', ...common, '--journal', at('sweep.journal'), '--on-complaint', 'fail'],
    'by-kernel',
  );
  t.equal(swept.exitCode, 1);
  t.match(swept.stdout, /0 stale, 4 clean, 1 untested; 2 bad, by --bad-if complaint=dax_$/m);
});

t.test(
  'merged journals fail by what the kernels complain of, where that is asked for',
  async (t) => {
    mkdirSync(at('one'), { recursive: true });
    writeFileSync(at('one', '4-complains'), makeBzImage('6.1.4'));
    const journal = at('one.journal');
    const common = ['--accel', 'tcg', '--scenario', 'stale-zero-page', '--journal', journal];
    const swept = await run(['sweep', at('one', '4-complains'), ...common], 'by-kernel');
    t.equal(swept.exitCode, 0, swept.stderr);
    const merged = (...more: string[]) => run(['merge', journal, ...more], 'by-kernel');
    t.equal((await merged()).exitCode, 0);
    t.equal((await merged('--on-complaint', 'fail')).exitCode, 1);
  },
);
