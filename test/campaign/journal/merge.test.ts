import path from 'node:path';
import t, { type Test } from 'tap';
import { Campaign } from '../../../src/campaign/campaign.js';
import { Journal } from '../../../src/campaign/journal/journal.js';
import { mergeJournals } from '../../../src/campaign/journal/merge.js';
import type { CampaignHeader, Shard } from '../../../src/campaign/journal/records.js';
import { kernelsOfShard, sweep } from '../../../src/campaign/sweep.js';
import { sweepReport } from '../../../src/campaign/sweep-report.js';
import { sweepText } from '../../../src/report/text/sweep-text.js';
import { sweepReportSchema } from '../../../src/result/campaign.js';
import { fakeRunner, makeHeader, silentLog } from '../../fixtures/campaign.js';

const COUNT = 7;

/** The journal of one shard of a sweep in which every third kernel is stale. */
async function shardJournal(t: Test, shard: Shard | null, over: Partial<CampaignHeader> = {}) {
  const name = `${shard?.index ?? 0}-${Object.keys(over).join()}`;
  const file = path.join(t.testdirName, name);
  const journal = Journal.open(file, makeHeader(COUNT, { shard, ...over }), silentLog);
  const runner = fakeRunner((kernel) => (kernel % 3 === 2 ? 'stale' : 'clean'));
  const { signal } = new AbortController();
  const campaign = new Campaign({ journal, runner, signal, log: silentLog });
  await sweep(campaign, kernelsOfShard(COUNT, shard), 1, {
    onBegin: () => undefined,
    onEnd: () => undefined,
  });
  journal.close();
  return file;
}

const shard = (index: number) => ({ index, count: 3 });

t.test('shards together are the sweep of one machine', async (t) => {
  t.testdir();
  const files = [];
  for (const index of [3, 1, 2]) files.push(await shardJournal(t, shard(index)));
  const merged = sweepReport(mergeJournals(files).rows);
  const alone = sweepReport(mergeJournals([await shardJournal(t, null)]).rows);
  t.same(merged, alone);
  t.equal(merged.verdict, 'stale');
  t.same(sweepReportSchema.parse(JSON.parse(JSON.stringify(merged))), merged);
});

t.test('a shard that is missing leaves kernels that were not tested', async (t) => {
  t.testdir();
  const { rows } = mergeJournals([await shardJournal(t, shard(1))]);
  t.same(
    rows.map(({ outcome }) => outcome === null),
    [false, true, true, false, true, true, false],
  );
  const report = sweepReport(rows);
  t.equal(report.verdict, 'untested', 'no stale one, but not all clean');
  t.match(sweepText(report), /\nuntested: of 7 kernels 0 stale, 3 clean, 4 untested\n$/);
});

t.test('what does not belong together is refused', async (t) => {
  t.testdir();
  const first = await shardJournal(t, shard(1));
  t.throws(() => mergeJournals([first, first]), /k0 is in .* and in another journal/);
  const other = await shardJournal(t, shard(2), { runOptions: { seconds: 11 } });
  t.throws(() => mergeJournals([first, other]), /of different campaigns .*other options/);
  const bisect = await shardJournal(t, null, { kind: 'bisect' });
  t.throws(() => mergeJournals([bisect]), /the journal of a bisect/);
  t.throws(() => mergeJournals([]), /no journal to merge/);
});

t.test('files of another time are the same kernels on another machine', async (t) => {
  t.testdir();
  const first = await shardJournal(t, shard(1));
  const kernels = makeHeader(COUNT).kernels.map(({ k }) => ({ k, stamp: 'later' }));
  const second = await shardJournal(t, shard(2), { kernels });
  t.equal(mergeJournals([first, second]).rows.filter(({ outcome }) => outcome !== null).length, 5);
});
