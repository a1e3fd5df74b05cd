import t from 'tap';
import { sweepText } from '../../../src/report/text/sweep-text.js';
import { makeSweep } from '../../fixtures/campaigns.js';
import { HOSTILE } from '../../fixtures/reports.js';

t.test('a line for each kernel, and a last line that says it all', async (t) => {
  const lines = sweepText(makeSweep()).split('\n');
  t.match(lines[0], /^kernel +release +verdict +attempts +stale +first stale +reason$/);
  t.match(lines[1], /^k0 +6\.1\.0 +clean +4,000 +0$/);
  t.match(lines[2], /^k1 +6\.1\.0 +stale +8,000 +6 +0\.41 s$/);
  t.match(lines[5], /^k4 +untested +not tested$/);
  t.equal(lines.at(-2), 'stale: of 5 kernels 1 stale, 1 clean, 3 untested');
});

t.test('what has failed is told with all that is needed to see it again', async (t) => {
  const text = sweepText(makeSweep());
  const stale = [
    'stale',
    '  kernel: 6.1.0 (/boot/vmlinuz-6.1.0)',
    '  seed: 7',
    '  QEMU: qemu-system-x86_64 -kernel vmlinuz',
    '  console: /stale/console.log',
    '  run again: holerace vm --seed 7 --kernel k1',
    '',
  ];
  t.ok(text.includes(`\n\n${stale.join('\n')}\n`), text);
  t.match(text, /\npanic: the guest panicked\n {2}kernel: .*\n {2}seed: 7\n {2}console: \/crashes/);
});

t.test('of many failures some are told, and how many more there are', async (t) => {
  const { kernels } = makeSweep();
  const many = Array.from({ length: 30 }, () => kernels[1]).filter((one) => one !== undefined);
  const text = sweepText(makeSweep({ kernels: many }));
  t.equal(text.match(/^ {2}run again: /gm)?.length, 8);
  t.match(text, /\nand 22 failures more\n/);
});

t.test('only the verdict is painted, and no reason is longer than a line', async (t) => {
  const text = sweepText(makeSweep(), (verdict, word) => `<${verdict}>${word}</>`);
  t.match(text, /\n<stale>stale<\/>: of 5/);
  const kernels = [{ k: 'k', verdict: 'untested' as const, reason: HOSTILE, result: null }];
  const lines = sweepText(makeSweep({ verdict: 'untested', kernels })).split('\n');
  t.equal(lines.length, 4);
});
