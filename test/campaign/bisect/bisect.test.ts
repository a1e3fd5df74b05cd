import path from 'node:path';
import t, { type Test } from 'tap';
import { bisect } from '../../../src/campaign/bisect/bisect.js';
import { bisectOrder } from '../../../src/campaign/bisect/ends.js';
import { bisectReport, doubtsOf } from '../../../src/campaign/bisect/report.js';
import { DEFAULT_SETTINGS } from '../../../src/campaign/bisect/settings.js';
import { Campaign } from '../../../src/campaign/campaign.js';
import { Journal } from '../../../src/campaign/journal/journal.js';
import { bisectText } from '../../../src/report/text/bisect-text.js';
import { bisectReportSchema } from '../../../src/result/campaign.js';
import type { Verdict } from '../../../src/result/result.js';
import { fakeRunner, makeHeader, silentLog } from '../../fixtures/campaign.js';
import { bisects } from '../../fixtures/campaigns.js';

type VerdictOf = (kernel: number, run: number) => Verdict;

/** A bisect over kernels that do not exist, to its report. */
async function play(t: Test, count: number, verdictOf: VerdictOf, firstFixed = false) {
  const file = path.join(t.testdir(), 'journal');
  const journal = Journal.open(file, makeHeader(count, { kind: 'bisect' }), silentLog);
  const { signal } = new AbortController();
  const runner = fakeRunner(verdictOf);
  const campaign = new Campaign({ journal, runner, signal, log: silentLog });
  const names = makeHeader(count).kernels.map(({ k }) => k);
  const order = bisectOrder(names, { good: null, bad: null, firstFixed });
  const phases: string[] = [];
  const view = (_: unknown, phase: string) => void phases.push(phase);
  const end = await bisect(campaign, order, DEFAULT_SETTINGS, view);
  journal.close();
  if (end.end === 'refusal') throw new Error(end.refusal);
  const { state } = campaign;
  const report = bisectReport({ kernels: names, order, state, settings: DEFAULT_SETTINGS });
  return { report, doubts: doubtsOf(report), phases, journal };
}

/** Stale in two of three runs. */
const now_and_then = (run: number): Verdict => (run % 3 === 1 ? 'clean' : 'stale');

t.test('the first bad kernel, with a report that holds to its schema', async (t) => {
  const { report, phases, journal } = await play(t, 20, (kernel, run) =>
    kernel >= 13 ? now_and_then(run) : 'clean',
  );
  t.match(report, { looksFor: 'first-bad', confirmed: true, answer: { kernels: ['k13'] } });
  t.ok(report.answer.probability >= 0.995, `${report.answer.probability}`);
  t.same(bisectReportSchema.parse(JSON.parse(JSON.stringify(report))), report);
  t.equal(report.kernels[13]?.probability, report.answer.probability);
  t.ok((report.kernels[13]?.stale ?? 0) >= 2, 'it was seen stale again');
  t.ok((report.kernels[12]?.clean ?? 0) > 2, 'its predecessor was clean for longer');
  t.same([...new Set(phases)].slice(0, 2), ['screen', 'search']);
  t.equal(journal.runs.length, phases.length);
  const text = bisectText({ bisect: report, doubts: [] });
  t.match(text, /^the first bad kernel is k13 \(99\.\d+%\)$/m);
  t.match(text, /a run of a bad kernel is stale with a chance of 0\.\d+ ± 0\.\d+/);
});

t.test('the first fixed kernel', async (t) => {
  const { report } = await play(t, 20, (kernel) => (kernel < 7 ? 'stale' : 'clean'), true);
  t.match(report, { looksFor: 'first-fixed', confirmed: true, answer: { kernels: ['k7'] } });
  t.same(
    report.kernels.map(({ k }) => k).slice(0, 3),
    ['k0', 'k1', 'k2'],
    'as the user listed them',
  );
  t.equal(report.kernels[7]?.probability, report.answer.probability);
  t.match(bisectText({ bisect: report, doubts: [] }), /^the first fixed kernel is k7/m);
});

t.test('kernels that cannot be tested make the answer a range', async (t) => {
  const verdictOf: VerdictOf = (kernel) => {
    if (kernel === 9 || kernel === 10) return 'untested';
    return kernel > 10 ? 'stale' : 'clean';
  };
  const { report } = await play(t, 20, verdictOf);
  t.match(report, { confirmed: true, answer: { kernels: ['k9', 'k10', 'k11'] } });
  t.match(
    bisectText({ bisect: report, doubts: [] }),
    /is one of k9, k10, k11 \(.*% together\): what lies between/,
  );
  const fixed = await play(
    t,
    20,
    (kernel) => {
      if (kernel === 9 || kernel === 10) return 'untested';
      return kernel < 9 ? 'stale' : 'clean';
    },
    true,
  );
  t.match(fixed.report, { confirmed: true, answer: { kernels: ['k9', 'k10', 'k11'] } });
});

t.test('a fault that goes away again behind the first stale kernel is told', async (t) => {
  const rows = [
    { k: 'a', stale: 0, clean: 9, untested: 0, probability: 0 },
    { k: 'b', stale: 4, clean: 0, untested: 0, probability: 1 },
    { k: 'c', stale: 0, clean: 30, untested: 0, probability: 0 },
    { k: 'd', stale: 4, clean: 0, untested: 0, probability: 0 },
  ];
  const doubt = ['doubtful: c was clean in 30 runs, and lies behind b, which is stale'];
  const { bisect } = bisects.found;
  t.same(doubtsOf({ ...bisect, kernels: rows }), doubt);
  const fixed = { ...bisect, looksFor: 'first-fixed' as const, kernels: rows.toReversed() };
  t.same(doubtsOf(fixed), doubt);
});
