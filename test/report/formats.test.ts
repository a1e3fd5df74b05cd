import t from 'tap';
import { formatNames, formatterOf } from '../../src/report/formats.js';
import { hostileResult, reports } from '../fixtures/reports.js';

t.test('there are the formats that are promised', async (t) => {
  t.same(formatNames, ['text', 'ndjson', 'tap', 'ktap', 'junit', 'markdown', 'html']);
});

for (const name of formatNames) {
  t.test(`${name} is a pure function of any report, and ends its last line`, async (t) => {
    const format = await formatterOf(name);
    const all = [...Object.values(reports), hostileResult()];
    for (const results of [...all.map((result) => [result]), all]) {
      const before = structuredClone(results);
      const text = format({ results });
      t.equal(format({ results }), text);
      t.same(results, before, 'the report is as it was');
      t.match(text, /[^\n]\n$/);
    }
  });
}

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
