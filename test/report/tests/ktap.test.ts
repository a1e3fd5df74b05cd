import t from 'tap';
import { formatKtap } from '../../../src/report/tests/ktap.js';
import { bisects, hostileCampaigns, makeSweep } from '../../fixtures/campaigns.js';
import { readKtap } from '../../fixtures/ktap.js';
import { hostileResult, reports } from '../../fixtures/reports.js';

const testsOf = (name: keyof typeof reports) => readKtap(formatKtap({ results: [reports[name]] }));

t.test('the reader knows what breaks a rule', async (t) => {
  const broken = {
    'no version': '1..1\nok 1 a\n',
    'no plan': 'KTAP version 1\nok 1 a\n',
    'a plan that does not hold': 'KTAP version 1\n1..2\nok 1 a\n',
    'a number out of turn': 'KTAP version 1\n1..1\nok 2 a\n',
    'no number': 'KTAP version 1\n1..1\nok a\n',
    'an unknown line': 'KTAP version 1\n1..1\nwhat\nok 1 a\n',
    'an error that is ok': 'KTAP version 1\n1..1\nok 1 a # ERROR b\n',
    'a parent that is better':
      'KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  not ok 1 a\nok 1 b\n',
    'a subtest without version': 'KTAP version 1\n1..1\n  1..1\n  ok 1 a\nok 1 b\n',
  };
  const believed = Object.entries(broken).filter(([, text]) => {
    try {
      readKtap(text);
      return true;
    } catch {
      return false;
    }
  });
  t.same(believed, []);
});

t.test('clean passes, and so does its kernel', async (t) => {
  t.match(testsOf('clean'), [
    { ok: true, description: 'ext4 fault-write-race', directive: null },
    { ok: true, description: 'the kernel outlives the race', directive: null },
    { ok: true, description: 'the kernel does not complain', directive: null },
  ]);
});

t.test('stale fails, and says how often', async (t) => {
  t.match(testsOf('stale'), [
    { ok: false, description: 'ext4 fault-write-race', directive: null, data: /6 stale/ },
    { ok: true, description: 'xfs fault-write-race' },
    { ok: true },
    { ok: true },
  ]);
  const text = formatKtap({ results: [reports.stale] });
  t.match(text, /\n# attempt 1, .*: expected (a5){16}, mapped (00){16}\n/);
});

t.test('untested is skipped, and never without a word', async (t) => {
  t.match(testsOf('untested'), [
    { ok: true, directive: null },
    { ok: true, directive: 'SKIP', data: 'no huge page was mapped' },
    { ok: true },
    { ok: true },
  ]);
  t.match(testsOf('nothing'), [
    { ok: true },
    { ok: true, directive: 'SKIP', data: 'no DAX here' },
    { ok: true },
  ]);
});

t.test('a crash is an error, a hang a timeout, and neither is a stale read', async (t) => {
  t.match(testsOf('broken'), [
    { ok: false, directive: 'ERROR', data: 'panic: the guest panicked' },
    { ok: true },
  ]);
  t.match(formatKtap({ results: [reports.broken] }), /\n# console: \/crashes\/console\.log\n/);
  t.match(testsOf('hung'), [
    { ok: false, directive: null },
    { ok: false, directive: 'TIMEOUT' },
    { ok: true },
  ]);
});

t.test('a complaint of the kernel fails a test of its own, after its trace', async (t) => {
  t.match(testsOf('complained'), [
    { ok: true },
    { ok: true },
    { ok: false, directive: null, data: 'the kernel complained 3 times' },
  ]);
  t.match(formatKtap({ results: [reports.complained] }), /\n# +\| {3}dax_fault_iter\+0x241/);
  t.match(testsOf('unheard'), [{ ok: true }, { ok: true }, { ok: true, directive: 'SKIP' }]);
  const several = readKtap(formatKtap({ results: [reports.unheard, reports.complained] }));
  t.match(several, [{ ok: true, directive: null }, { ok: false }]);
});

t.test('several kernels are nested', async (t) => {
  const results = [reports.clean, reports.stale, reports.untested, reports.broken];
  const tests = readKtap(formatKtap({ results }));
  t.same(
    tests.map(({ ok, directive }) => [ok, directive]),
    [
      [true, null],
      [false, null],
      [true, 'SKIP'],
      [false, null],
    ],
  );
  t.same(
    tests.map(({ subtests }) => subtests.length),
    [3, 4, 4, 2],
  );
});

t.test('no text of a guest can forge a result', async (t) => {
  const tests = readKtap(formatKtap({ results: [hostileResult(), reports.clean] }));
  t.same(
    tests[0]?.subtests.map(({ ok, directive }) => [ok, directive]),
    [
      [false, null],
      [true, 'SKIP'],
      [false, 'ERROR'],
      [false, null],
    ],
  );
});

t.test('a sweep is nested, a bisect one test', async (t) => {
  const tests = readKtap(
    formatKtap({ results: [], campaigns: [{ kind: 'sweep', sweep: makeSweep() }] }),
  );
  t.match(tests, [
    { ok: true },
    { ok: false },
    { ok: false },
    { ok: true, directive: 'SKIP' },
    { ok: true, directive: 'SKIP', subtests: [{ directive: 'SKIP', data: 'not tested' }] },
  ]);
  const [found] = readKtap(formatKtap({ results: [], campaigns: [bisects.found] }));
  t.match(found, { ok: true, description: 'the first bad kernel is found', directive: null });
  const [refused] = readKtap(formatKtap({ results: [], campaigns: [bisects.refused] }));
  t.match(refused, { ok: false, directive: 'ERROR' });
  t.equal(readKtap(formatKtap({ results: [], campaigns: hostileCampaigns() })).length, 3);
});
