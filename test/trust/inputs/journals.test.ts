/** Journals: whatever they hold, they are refused, or read, gone on with, merged and rendered. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { Journal, readJournal } from '../../../src/campaign/journal/journal.js';
import { mergeJournals } from '../../../src/campaign/journal/merge.js';
import { readReport } from '../../../src/campaign/read-report.js';
import { ReductionJournal } from '../../../src/campaign/reduce/journal.js';
import { formatterFor } from '../../../src/cli/options/formatter.js';
import { formatNames } from '../../../src/report/formats.js';
import { unpainted } from '../../../src/report/report.js';
import { makeHeader, resultOf, silentLog } from '../../fixtures/campaign.js';
import { changed, damaged } from '../../fixtures/hostile/mutations.js';
import { holdReader } from '../../fixtures/hostile/readers.js';
import type { Json } from '../../fixtures/hostile/values.js';

const KERNELS = 3;
const formatters = await Promise.all(formatNames.map((name) => formatterFor(name, {})));
const folder = t.testdir({});
const at = (name: string): string => path.join(folder, name);

const git = {
  commits: Array.from({ length: KERNELS }, (_, place) => ({
    ...{ hash: `${place}`.repeat(40), subject: `change ${place}`, author: 'nobody', date: '2017' },
    parents: place === 0 ? [] : [place - 1],
  })),
  ...{ paths: ['fs'], build: 'key' },
};
const run = (kernel: number, nth: number, verdict: 'clean' | 'stale' | 'untested') => ({
  ...{
    record: 'run',
    kernel,
    run: nth,
    startedAt: '2017-05-10T12:00:00.000Z',
    seconds: 3,
    verdict,
  },
  result: resultOf(verdict),
});
const ends = { record: 'ends', good: 0, bad: 2, confidence: 0.99 };
const builds = [0, 1, 2].map((kernel) => ({
  ...{ record: 'build', kernel, startedAt: '2017-05-10T12:00:00.000Z', seconds: 300 },
  failed: kernel === 1 ? 'make: error' : null,
}));
const runs = [run(2, 1, 'stale'), run(0, 1, 'clean'), run(1, 1, 'untested'), run(2, 2, 'clean')];
const wholes: readonly (readonly unknown[])[] = [
  [makeHeader(KERNELS), ...runs],
  [makeHeader(KERNELS, { kind: 'bisect' }), ends, ...runs],
  [makeHeader(KERNELS, { kind: 'bisect', git }), ends, ...builds, ...runs],
  [makeHeader(KERNELS, { badIf: ['complaint=x'], shard: { index: 1, count: 2 } }), ...runs],
];
const reduction: readonly unknown[] = [
  { record: 'reduction', schema: 'holerace.reduction-journal/1', holerace: '0.1.0', of: 'key' },
  ...['a', 'a', 'b'].map((key) => ({
    ...{ record: 'try', key, verdict: 'stale', reason: null, isImpossible: false, seconds: 1 },
    result: resultOf('stale'),
  })),
];

function linesOf(records: Json): Buffer {
  const list = Array.isArray(records) ? records : [records];
  return Buffer.from(list.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

const inputs = damaged(changed(wholes).map(linesOf));

t.test('as report takes them', async (t) => {
  await holdReader(t, 'journals, rendered', inputs, (bytes) => {
    const report = readReport([{ name: 'journal', bytes }], () => undefined);
    for (const format of formatters) format(report, unpainted);
    return null;
  });
});

t.test('as sweep, bisect and merge take them', async (t) => {
  const file = at('journal');
  await holdReader(t, 'journals, gone on with', inputs, (bytes) => {
    writeFileSync(file, bytes);
    const { header } = readJournal(file);
    mergeIfSweep(file, header.kind);
    const journal = Journal.open(file, header, silentLog);
    const before = journal.runs.length;
    const [kernel = 0, nth = 1] = [0, 1 + journal.runs.filter((one) => one.kernel === 0).length];
    const result = resultOf('untested');
    journal.append({
      ...{ record: 'run', kernel, run: nth, startedAt: '2017-05-10T12:00:00.000Z', seconds: 1 },
      ...{ verdict: 'untested', result },
    });
    journal.close();
    const after = readJournal(file).runs.length;
    return after === before + 1 ? null : `${after} runs where ${before} were and one was added`;
  });
  rmSync(file, { force: true });
});

/** Two journals of one sweep; what they hold of the same kernels is refused. */
function mergeIfSweep(file: string, kind: string): void {
  if (kind !== 'sweep') return;
  mergeJournals([file]);
  writeFileSync(at('other'), linesOf([makeHeader(KERNELS) as unknown as Json]));
  try {
    mergeJournals([file, at('other')]);
  } catch (error) {
    if (error instanceof Error && error.name === 'UsageError') return;
    throw error;
  }
}

t.test('as reduce takes them', async (t) => {
  const file = at('reduction');
  const header = { holerace: '0.1.0', of: 'key' };
  const journals = damaged(changed([reduction]).map(linesOf));
  await holdReader(t, 'journals of reductions', journals, (bytes) => {
    writeFileSync(file, bytes);
    ReductionJournal.open(file, header, silentLog).close();
    const { held } = reopened(file, header);
    return readFileSync(file).length > 0 || held === 0 ? null : 'an empty journal holds something';
  });
});

function reopened(file: string, header: { holerace: string; of: string }): { held: number } {
  const journal = ReductionJournal.open(file, header, silentLog);
  journal.close();
  return journal;
}
