/** A campaign on a terminal: what is drawn of it, and what is left when it has ended. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { makeBzImage } from '../fixtures/bzimage.js';
import { fakeGuest, runCli } from '../fixtures/cli.js';
import { runOnTerminal } from '../fixtures/terminal.js';

const folder = t.testdir({ kernels: {} });
const at = (...names: string[]): string => path.join(folder, ...names);
for (const name of ['a', 'b', 'c']) {
  writeFileSync(at('kernels', name), makeBzImage(`6.1.0-${name}`));
}
const guest = (ending: string): Record<string, string> => fakeGuest(ending, folder);

const ladder = ['--kernels-from', at('kernels'), '--keep-order', '--accel', 'tcg', '--seed', '7'];

t.test('a sweep draws a table, and leaves one', async (t) => {
  const sweep = ['sweep', ...ladder, '--journal', at('sweep'), '--report', at('sweep.html')];
  const { exitCode, lines, written, isCursorShown } = await runOnTerminal(sweep, {
    env: guest('stale-then-panics'),
  });
  t.equal(exitCode, 1);
  t.ok(isCursorShown);
  t.match(written, /0 of 3 kernels tested, 1 under way/);
  t.match(written, /kernels\/a +racing/, 'what is done with it');
  t.equal(lines.filter((line) => /under way/.test(line)).length, 0, 'nothing of it is left');
  t.equal(lines.filter((line) => /kernels\/[abc] +6\.1\.0-fixture +stale/.test(line)).length, 3);
  t.equal(lines.filter((line) => /^ {2}QEMU: qemu-system-x86_64 /.test(line)).length, 3);
  t.equal(lines.filter((line) => /^ {2}run again: holerace vm --kernel /.test(line)).length, 3);
  t.match(lines.at(-1), /^stale: of 3 kernels 3 stale, 0 clean, 0 untested$/);
});

t.test('a sweep of 20 columns, interrupted', async (t) => {
  const { exitCode, lines, isCursorShown } = await runOnTerminal(
    ['sweep', ...ladder, '--journal', at('interrupted')],
    { env: guest('hangs'), columns: 20, interruptAt: /els\/a/ },
  );
  t.equal(exitCode, 130);
  t.ok(isCursorShown);
  t.match(lines.join('\n'), /untested: of 3 kernels 0 stale, 0 clean, 3 untested/, 'what it had');
});

t.test('a bisect draws what is known so far, and tells in every format', async (t) => {
  const bisect = ['bisect', ...ladder, '--journal', at('bisect')];
  const env = guest('stale-then-panics');
  const { exitCode, lines, written, isCursorShown } = await runOnTerminal(bisect, { env });
  t.equal(exitCode, 255, 'all of them are stale');
  t.ok(isCursorShown);
  t.match(written, /run 1, screen, .*kernels\/c is \w+/);
  t.match(lines.join('\n'), /^the good end .*\/a is stale itself/m);
  const { stdout, stderr } = await runCli(['report', at('bisect'), '--format', 'ktap']);
  t.match(stdout, /\nnot ok 1 the first bad kernel is found # ERROR the good end .*\/a is stale/);
  t.equal(stderr, '');
});
