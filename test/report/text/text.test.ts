import t from 'tap';
import { formatterOf } from '../../../src/report/formats.js';
import { unpainted } from '../../../src/report/report.js';
import { formatReport, formatText } from '../../../src/report/text/text.js';
import type { ScenarioResult } from '../../../src/result/result.js';
import { makeEvidence, makeResult, makeScenario, makeTarget } from '../../fixtures/results.js';

t.test('clean says what it is worth', async (t) => {
  const text = formatText(makeResult());
  t.equal(
    text,
    `${[
      'holerace 0.1.0: kernel 6.1.0 (/boot/vmlinuz-6.1.0), 2 cpus under TCG, seed 7',
      '  ext4 on emulated persistent memory (memmap): DAX (per statx); rw,dax=always',
      '  fault-write-race: clean; 4,000 attempts in 10.0 s, 3,000 overlapped, 55% early, 45% late, rate < 1.0e-3 per attempt (95% confidence)',
      'clean: no stale read in 3,000 overlapped attempts',
    ].join('\n')}\n`,
  );
});

t.test('a race that is not the first of its boot says so', async (t) => {
  const machine = { ...makeResult().machine, racesBefore: 3 };
  const text = formatText(makeResult({ machine }));
  t.match(text, /, 2 cpus under TCG, after 3 races in the same boot, seed 7\n/);
});

t.test('the counts of each strategy are for --verbose', async (t) => {
  const counts = { seconds: 5, attempts: 2000, overlapped: 1500, stale: 0 } as const;
  const none = { early: 700, late: 800, discarded: 0, cpuSeconds: 6, meanNanoseconds: null };
  const strategies = (['stagger', 'preempt'] as const).map((id) => ({ ...none, ...counts, id }));
  const result = makeResult({ scenarios: [makeScenario({ strategies })] });
  t.notMatch(formatText(result), /preempt/);
  const told = /\n {4}preempt: 2,000 attempts in 5\.0 s, 1,500 overlapped, 0 stale\n/;
  t.match(formatText(result, unpainted, true), told);
  const formatter = await formatterOf('text', { verbose: true });
  t.match(formatter({ results: [result] }), told);
});

t.test('of a probe it tells how many points were passed, and which the kernel told', async (t) => {
  const counts = { seconds: 5, attempts: 2000, overlapped: 1500, stale: 0, cpuSeconds: 6 } as const;
  const none = { early: 700, late: 800, discarded: 0, meanNanoseconds: null };
  const words = (points: ScenarioResult['strategies'][number]['points']) => {
    const strategies = (['probe', 'preempt'] as const).map((id) => ({ ...none, ...counts, id }));
    const [probe, preempt] = strategies as [(typeof strategies)[0], (typeof strategies)[0]];
    const scenario = makeScenario({ strategies: [{ ...probe, points }, preempt] });
    const text = formatText(makeResult({ scenarios: [scenario] }), unpainted, true);
    return /probe: .* 0 stale; (.*)/.exec(text)?.[1];
  };
  const all = { tried: 90, passed: 40, secondsToTryAll: 4 };
  const told = { tried: 20, passed: 10 };
  const each = 'each of the list tried after 4.0 s';
  t.equal(words(all), `40 of 90 points passed, ${each}`);
  t.equal(words({ ...all, told: { tried: 0, passed: 0 } }), `40 of 90 points passed, ${each}`);
  const besides = '40 of 90 points passed (10 of 20 that the kernel told)';
  t.equal(words({ ...all, told }), `${besides}, ${each}`);
  t.equal(words({ ...all, told, secondsToTryAll: null }), besides);
});

t.test('stale shows evidence, and how much more there is', async (t) => {
  const evidence = Array.from({ length: 5 }, (_, attempt) => makeEvidence({ attempt }));
  const counts = { verdict: 'stale', stale: 9, lasting: 8, rateBound95: null } as const;
  const scenario = makeScenario({ ...counts, secondsToFirstStale: 0.41, evidence });
  const text = formatText(makeResult({ verdict: 'stale', scenarios: [scenario] }));
  t.match(text, /: stale; .*9 stale \(8 lasting\), the first after 0\.41 s/);
  t.match(text, /attempt 2, file offset 4194304, stagger -40, lasting:\n {6}expected (a5){16} {3}/);
  t.match(text, /mapped {3}(00){16} {3}fresh (a5){16}\n/);
  t.notMatch(text, /attempt 3,/);
  t.match(text, /and 6 more\n/);
  t.match(text, /\nstale: 9 stale reads\n$/);
});

t.test('untested and cut short say why, with the finding and its console', async (t) => {
  const finding = { kind: 'panic', message: 'it panicked', consoleLog: '/c.log' } as const;
  const cut = { verdict: 'untested', reason: 'no DAX', finding, scenarios: [] } as const;
  const untested = formatText(makeResult({ ...cut, scenarios: [] }));
  t.match(
    untested,
    /\n {2}panic: it panicked\n {2}kernel: .*\n {2}seed: 7\n {2}console: \/c\.log\nuntested: no DAX\n$/,
  );
  const nothing = { verdict: 'untested', targets: [], scenarios: [] } as const;
  t.match(
    formatText(makeResult({ ...nothing, targets: [], scenarios: [] })),
    /\nuntested: nothing was raced\n$/,
  );
  const stale = makeScenario({ verdict: 'stale', stale: 1 });
  const both = { verdict: 'stale', reason: 'it panicked' } as const;
  t.match(
    formatText(makeResult({ ...both, scenarios: [stale] })),
    /\nstale: 1 stale read \(it panicked\)\n$/,
  );
});

t.test('of several filesystems each scenario names its own', async (t) => {
  const targets = [makeTarget(), makeTarget({ filesystem: 'xfs', pmem: null })];
  const scenarios = [makeScenario(), makeScenario({ filesystem: 'xfs' })];
  const text = formatText(makeResult({ targets, scenarios }));
  t.match(text, /\n {2}ext4 fault-write-race: clean; .*\n {2}xfs fault-write-race: clean; /);
});

t.test('a run that was not asked to be on DAX says so', async (t) => {
  const targets = [makeTarget({ dax: false, pmem: null })];
  const text = formatText(makeResult({ expect: 'page-cache', targets }));
  t.match(
    text,
    /\n {2}ext4: page cache, not DAX \(per statx\), as asked for with --expect page-cache; rw/,
  );
});

t.test('several results are told one after the other', async (t) => {
  const results = [makeResult(), makeResult({ seed: 8 })];
  t.equal(formatReport({ results }), results.map((one) => formatText(one)).join('\n'));
});

t.test(
  'what has failed ends with the line that runs it again, and a clean run does not',
  async (t) => {
    const again = 'holerace vm --seed 7 --kernel k';
    const stale = makeScenario({ verdict: 'stale', stale: 1 });
    const text = formatText(makeResult({ verdict: 'stale', scenarios: [stale], again }));
    t.match(text, /\n {2}run again: holerace vm --seed 7 --kernel k\nstale: 1 stale read\n$/);
    t.match(text, /\n {2}kernel: 6\.1\.0 .*\n {2}seed: 7\n/);
    t.notMatch(formatText(makeResult({ again })), /run again/);
  },
);

t.test('only verdicts are painted', async (t) => {
  const text = formatText(makeResult(), (verdict, word) => `<${verdict}>${word}</>`);
  t.match(text, /\n {2}fault-write-race: <clean>clean<\/>; .*\n<clean>clean<\/>: no stale read/);
  t.equal(text.replaceAll(/<clean>|<\/>/g, ''), formatText(makeResult()));
});
