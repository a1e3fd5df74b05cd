import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { Journal } from '../../src/campaign/journal/journal.js';
import type { CampaignHeader } from '../../src/campaign/journal/records.js';
import { readReport } from '../../src/campaign/read-report.js';
import type { CampaignPart, Report } from '../../src/report/report.js';
import type { Result } from '../../src/result/result.js';
import { makeHeader, resultOf, silentLog } from '../fixtures/campaign.js';
import { bisects, makeSweep } from '../fixtures/campaigns.js';
import { reports } from '../fixtures/reports.js';
import { CLEAN_GATES, makeResult, makeScenario, makeTarget } from '../fixtures/results.js';

/** The text of a journal, and what a report makes of it. */
function read(text: string): { report: Report; warnings: string[] } {
  const warnings: string[] = [];
  const report = readReport([{ name: 'x', bytes: Buffer.from(text) }], (message) =>
    warnings.push(message),
  );
  return { report, warnings };
}

function partOf(text: string): CampaignPart {
  const [part] = read(text).report.campaigns ?? [];
  if (part === undefined) throw new Error('there is no campaign');
  return part;
}

/** The journal of a campaign over so many kernels, in which each of these runs was made. */
function journalOf(
  t: Test,
  count: number,
  runs: readonly (readonly [kernel: number, verdict: 'stale' | 'clean' | 'untested'])[],
  { ends, ...over }: Partial<CampaignHeader> & { ends?: { good: number; bad: number } } = {},
): string {
  const file = path.join(t.testdir(), 'journal');
  const journal = Journal.open(file, makeHeader(count, over), silentLog);
  if (ends !== undefined) journal.noteEnds({ ...ends, confidence: 0.9 });
  const made = new Map<number, number>();
  for (const [kernel, verdict] of runs) {
    const run = (made.get(kernel) ?? 0) + 1;
    made.set(kernel, run);
    const startedAt = '2017-05-10T12:00:00.000Z';
    const result = resultOf(verdict);
    journal.append({ record: 'run', kernel, run, startedAt, seconds: 1, verdict, result });
  }
  journal.close();
  return readFileSync(file, 'utf8');
}

t.test('the journal of a sweep is its report, also under way', async (t) => {
  const text = journalOf(t, 3, [
    [0, 'clean'],
    [2, 'stale'],
  ]);
  const part = partOf(text);
  t.match(part, {
    kind: 'sweep',
    sweep: {
      verdict: 'stale',
      kernels: [
        { k: 'k0', verdict: 'clean' },
        { k: 'k1', verdict: 'untested', reason: 'not tested', result: null },
        { k: 'k2', verdict: 'stale', result: { verdict: 'stale' } },
      ],
    },
  });
  const shard = { index: 2, count: 2 };
  t.match(partOf(journalOf(t, 3, [[1, 'clean']], { shard })), {
    sweep: { verdict: 'clean', kernels: [{ k: 'k1' }] },
  });
});

t.test('the journal of a bisect is what the bisect had come to', async (t) => {
  const { bisect } = bisects.found;
  const runs = (bisect.runs ?? []).map(({ kernel, verdict }) => [kernel, verdict] as const);
  const part = partOf(journalOf(t, 20, runs, { kind: 'bisect' }));
  if (part.kind !== 'bisect') throw new Error('no bisect');
  t.match(part.bisect, { confirmed: true, answer: bisect.answer, runs: bisect.runs });
  t.same(part.steps, bisects.found.steps);
  const half = partOf(journalOf(t, 20, runs.slice(0, 4), { kind: 'bisect' }));
  t.match(half, { bisect: { confirmed: false, runs: { length: 4 } }, steps: { length: 5 } });
  const nothing = partOf(journalOf(t, 20, [], { kind: 'bisect' }));
  t.match(nothing, { bisect: { confirmed: false, runs: [] } });
});

t.test('its ends are those that were noted last', async (t) => {
  const { bisect } = bisects.fixed;
  const runs = (bisect.runs ?? []).map(({ kernel, verdict }) => [kernel, verdict] as const);
  const text = journalOf(t, 20, runs, { kind: 'bisect', ends: { good: 19, bad: 0 } });
  t.match(partOf(text), {
    bisect: { looksFor: 'first-fixed', confidence: 0.9, answer: { kernels: ['k7'] } },
  });
  const narrower = `${text}${JSON.stringify({ record: 'ends', good: 12, bad: 3, confidence: 0.5 })}\n`;
  t.match(partOf(narrower), { bisect: { confidence: 0.5, kernels: { length: 10 } } });
});

t.test('a torn last record is left out, with a warning', async (t) => {
  const text = journalOf(t, 3, [
    [0, 'clean'],
    [1, 'stale'],
  ]);
  const { report, warnings } = read(text.slice(0, -9));
  t.match(report.campaigns, [{ sweep: { verdict: 'untested' } }]);
  t.same(warnings, ['the last record of the journal x is torn, and is left out']);
  t.same(read(text).warnings, []);
});

t.test('what is no journal to be read is refused in a sentence', async (t) => {
  const text = journalOf(t, 3, [[0, 'clean']]);
  const [header = '', run = ''] = text.split('\n');
  const wrong = '{"record":"ends","good":1,"bad":1,"confidence":0.9}';
  const refused: readonly [name: string, text: string, message: RegExp][] = [
    ['empty', '', /^x is empty: give the file of --json$/],
    ['torn in its first line', header.slice(0, 60), /^the journal x is torn in its first line/],
    ['torn before one knows', header.slice(0, 12), /^x is truncated or damaged/],
    [
      'of a newer version',
      text.replace('campaign/1', 'campaign/2'),
      /another version .*: name another file$/,
    ],
    [
      'of another shape',
      '{"record":"campaign","x":1}\n',
      /is not a holerace journal: name another file/,
    ],
    ['damaged', [header, 'x', run, ''].join('\n'), /damaged in line 2: name another file/],
    ['with ends of its own', [header, wrong, run, ''].join('\n'), /damaged in line 2/],
  ];
  for (const [name, damaged, message] of refused) t.throws(() => read(damaged), { message }, name);
});

t.test('a saved clean result holds what a clean one must', async (t) => {
  const never = makeScenario({ overlapped: 0, rateBound95: null });
  const xfs = makeTarget({ filesystem: 'xfs' });
  const lies: Record<string, Result> = {
    'nothing overlapped': makeResult({ scenarios: [never] }),
    'a bound of its own': makeResult({ scenarios: [makeScenario({ rateBound95: 1e-30 })] }),
    'no DAX': makeResult({ targets: [makeTarget({ dax: false })] }),
    'a filesystem that was not raced': makeResult({ targets: [makeTarget(), xfs] }),
    'a scenario on one of two': makeResult({
      targets: [makeTarget(), xfs],
      scenarios: [makeScenario(), makeScenario({ filesystem: 'xfs', id: 'append-race' })],
    }),
    'a gate left out': makeResult({ scenarios: [makeScenario({ gates: CLEAN_GATES.slice(1) })] }),
  };
  const { found } = bisects;
  for (const [what, result] of Object.entries(lies)) {
    const kernels = [{ k: 'k0', verdict: result.verdict, reason: null, result }];
    const [first, ...others] = found.bisect.kernels;
    const told = { ...found.bisect, kernels: [{ ...first, result }, ...others] };
    for (const saved of [result, makeSweep({ verdict: 'clean', kernels }), told])
      t.throws(() => read(JSON.stringify(saved)), /^x contradicts itself/, what);
  }
});

t.test('a bisect is confirmed only where its runs say so', async (t) => {
  for (const { bisect } of [bisects.found, bisects.fixed, bisects.range, bisects.unknown])
    t.equal(read(JSON.stringify(bisect)).report.campaigns?.length, 1);
  const { bisect } = bisects.unknown;
  const another = { ...bisects.found.bisect, answer: { kernels: ['k3'], probability: 0.999 } };
  for (const lie of [{ ...bisect, confirmed: true }, another])
    t.throws(() => read(JSON.stringify(lie)), /^x contradicts itself/);
});

t.test('files of all kinds make one report', async (t) => {
  const journal = journalOf(t, 1, [[0, 'clean']]);
  const texts = [reports.clean, makeSweep(), bisects.range.bisect].map((one) =>
    JSON.stringify(one),
  );
  const files = [...texts, journal].map((text) => ({ name: 'x', bytes: Buffer.from(text) }));
  const report = readReport(files, () => t.fail('a warning'));
  t.same(report.results, [reports.clean]);
  t.same(
    report.campaigns?.map(({ kind }) => kind),
    ['sweep', 'bisect', 'sweep'],
  );
  t.same(report.campaigns?.[1], bisects.range, 'with what has to be computed');
});

t.test('noted ends are part of the journal only where they change', async (t) => {
  const file = path.join(t.testdir(), 'journal');
  const open = () => Journal.open(file, makeHeader(4, { kind: 'bisect' }), silentLog);
  const linesOf = () => readFileSync(file, 'utf8').trimEnd().split('\n').length;
  for (const [bad, lines] of [
    [3, 2],
    [3, 2],
    [2, 3],
    [3, 4],
  ] as const) {
    const journal = open();
    journal.noteEnds({ good: 0, bad, confidence: 0.99 });
    journal.close();
    t.equal(linesOf(), lines);
  }
  appendFileSync(file, '{"record":"ends","good"');
  writeFileSync(`${file}.kept`, readFileSync(file));
  open().close();
  t.equal(linesOf(), 4, 'a torn one is left out');
});
