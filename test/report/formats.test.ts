import t from 'tap';
import { endings, formatNames, formatOfFile, formatterOf } from '../../src/report/formats.js';
import { campaignParts, hostileCampaigns } from '../fixtures/campaigns.js';
import { hostileResult, reports } from '../fixtures/reports.js';
import { makeResult, makeTarget } from '../fixtures/results.js';
import { savedReduction } from '../fixtures/saved-reduction.js';

const reducedResults = savedReduction.result === null ? [] : [savedReduction.result];

t.test('there are the formats that are promised', async (t) => {
  t.same(formatNames, ['text', 'ndjson', 'tap', 'ktap', 'junit', 'markdown', 'mail', 'html']);
});

for (const name of formatNames) {
  t.test(`${name} is a pure function of any report, and ends its last line`, async (t) => {
    const format = await formatterOf(name);
    const all = [...Object.values(reports), hostileResult()];
    const campaigns = [...campaignParts(), ...hostileCampaigns()];
    const whole = [
      ...all.map((result) => ({ results: [result] })),
      ...campaigns.map((part) => ({ results: [], campaigns: [part] })),
      { results: all, campaigns },
      { results: reducedResults, reductions: [savedReduction] },
      { results: [], reductions: [{ ...savedReduction, result: null }] },
    ];
    for (const report of whole) {
      const before = structuredClone(report);
      const text = format(report);
      t.equal(format(report), text);
      t.same(report, before, 'the report is as it was');
      t.match(text, /[^\n]\n$/);
    }
  });
}

t.test(
  'every format tells how the filesystem was made, and why not with newer features',
  async (t) => {
    const features = {
      ...{ level: 'of Linux 5.10', mkfs: 'mkfs.xfs -f -K', list: ['crc=1', 'reflink=0'] },
      refused: "today's: could not be mounted",
    };
    const target = makeTarget({ filesystem: 'xfs:rmapbt', features });
    const result = makeResult({ target, targets: [target] });
    for (const name of formatNames) {
      const text = (await formatterOf(name))({ results: [result] });
      t.match(
        // In a mail it is wrapped.
        name === 'mail' ? text.replace(/\s+/g, ' ') : text,
        /of Linux 5\.10.*mkfs\.xfs -f -K.*crc=1.*reflink=0.*could not be mounted/,
        name,
      );
    }
  },
);

t.test('the ending of a file names its format', async (t) => {
  t.equal(formatOfFile('/a/page.html'), 'html');
  t.equal(formatOfFile('summary.md'), 'markdown');
  t.equal(formatOfFile('tests.ktap'), 'ktap', 'which ends as tap does');
  t.equal(formatOfFile('page.pdf'), null);
  t.equal(new Set(endings).size, formatNames.length);
});

t.test('ndjson is a line for each result', async (t) => {
  const format = await formatterOf('ndjson');
  const lines = format({ results: [reports.clean, reports.stale] })
    .trimEnd()
    .split('\n');
  t.same(
    lines.map((line) => JSON.parse(line)),
    [
      { record: 'result', result: reports.clean },
      { record: 'result', result: reports.stale },
    ],
  );
});
