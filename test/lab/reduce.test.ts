/** A reduction of what is stale on a kernel whose fault is known: the window holds the statements that were moved. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { reductionSchema } from '../../src/result/reduction.js';
import { resultSchema } from '../../src/result/result.js';
import { runCli } from '../fixtures/cli.js';

const TEST_LIMIT_MS = 1_200_000;
/** Enough for the window of the read fault, which is the one that is looked at. */
const MINUTES = 8;

t.test('lab:fault-before-lock is reduced to its window', { timeout: TEST_LIMIT_MS }, async (t) => {
  const folder = t.testdir();
  const file = (name: string): string => path.join(folder, name);
  const raced = await runCli([
    ...['vm', '--kernel', 'lab:fault-before-lock', '--fs', 'xfs', '--json', file('race.json')],
    ...['--scenario', 'fault-write-race', '--seed', '7', '--', '--seconds', '10'],
  ]);
  t.equal(raced.exitCode, 1, raced.stderr);
  const { exitCode, stderr } = await runCli([
    ...['reduce', file('race.json'), '--json', file('reduced.json'), '--save', file('least.json')],
    ...['--journal', file('journal'), '--minutes', `${MINUTES}`],
  ]);
  t.equal(exitCode, 0, stderr);
  const saved = JSON.parse(readFileSync(file('reduced.json'), 'utf8'));
  const { windows, parts, spent } = reductionSchema.parse(saved);
  t.ok(spent.seconds < MINUTES * 60 + 120, `${spent.seconds} s`);
  t.ok(parts.some(({ what, finding }) => what === 'reflink' && finding === 'not-needed'));
  const [window] = windows;
  const findingAt = (point: string) => window?.points.find((one) => one.point === point)?.finding;
  // The look-up was moved before the lock of the entry.
  t.equal(findingAt('iomap_iter return'), 'finds');
  t.equal(findingAt('grab_mapping_entry entry'), 'finds');
  t.equal(window?.last, 'grab_mapping_entry entry');
  for (const outside of ['iomap_iter entry', 'dax_insert_entry entry'])
    t.not(findingAt(outside), 'finds', outside);
  const least = resultSchema.parse(JSON.parse(readFileSync(file('least.json'), 'utf8')));
  t.equal(least.verdict, 'stale');
  const program = await runCli(['reproduce', file('least.json')]);
  t.match(program.stdout, /^int main\(/m);
  const mail = await runCli(['report', file('reduced.json'), '--format', 'mail']);
  t.match(mail.stdout, /\nWhere the window is\n-+\nThe window of the read fault: from /);
  t.ok(mail.stdout.endsWith(program.stdout), 'and it ends with the same program');
});
