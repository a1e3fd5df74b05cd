import { marked, type Tokens } from 'marked';
import t from 'tap';
import { formatMarkdown } from '../../../src/report/markdown/markdown.js';
import type { Result } from '../../../src/result/result.js';
import { bisects, hostileCampaigns, makeSweep } from '../../fixtures/campaigns.js';
import { hostileResult, reports } from '../../fixtures/reports.js';

function tablesOf(...results: Result[]): Tokens.Table[] {
  const tokens = marked.lexer(formatMarkdown({ results }));
  return tokens.filter((token): token is Tokens.Table => token.type === 'table');
}

t.test('a result is a heading, a sentence and a table', async (t) => {
  const text = formatMarkdown({ results: [reports.stale] });
  t.match(text, /^### ❌ stale: kernel `6\.1\.0 \(\/boot\/vmlinuz-6\.1\.0\)`\n\n6 stale reads\n/);
  const [table] = tablesOf(reports.stale);
  t.same(
    table?.rows.map((row) => row.slice(0, 6).map(({ text }) => text)),
    [
      ['`ext4 fault-write-race`', '❌ stale', '4,000 in 10.0 s', '3,000', '55% / 45%', '6'],
      ['`xfs fault-write-race`', '✅ clean', '4,000 in 10.0 s', '3,000', '55% / 45%', '0'],
    ],
  );
  t.match(text, /attempt 1, .*\n {2}expected (a5){16}/);
  t.match(text, /\nand 3 more\n/);
});

t.test('several kernels begin with a table of them', async (t) => {
  const [ladder] = tablesOf(reports.clean, reports.stale, reports.broken);
  t.same(
    ladder?.rows.map((row) => row[1]?.text),
    ['✅ clean', '❌ stale', '⚠️ untested'],
  );
});

t.test('a crash is told with its console', async (t) => {
  const text = formatMarkdown({ results: [reports.broken] });
  t.match(text, /\*\*panic\*\*: `the guest panicked`\n\nconsole: `\/crashes\/console\.log`/);
});

t.test('whatever a guest has said is code, and nothing else', async (t) => {
  const results = [hostileResult(), reports.clean];
  const text = formatMarkdown({ results, campaigns: hostileCampaigns() });
  const html = await marked.parse(text);
  t.notMatch(html, /<script|<img|<a /);
  const seen = new Set<string>();
  marked.walkTokens(marked.lexer(text), (token) => {
    seen.add(token.type);
  });
  t.notOk(['html', 'link', 'image', 'del'].some((type) => seen.has(type)));
  const [ladder, table] = tablesOf(...results);
  t.same(
    ladder?.rows.map((row) => row.length),
    [3, 3],
    'no bar ends a cell',
  );
  t.same(
    table?.rows.map((row) => [row.length, row[1]?.text]),
    [
      [7, '❌ stale'],
      [7, '⚠️ untested'],
    ],
  );
});

t.test('a sweep is a table of its kernels, then those that failed', async (t) => {
  const text = formatMarkdown({ results: [], campaigns: [{ kind: 'sweep', sweep: makeSweep() }] });
  t.match(text, /^### ❌ stale: of 5 kernels 1 stale, 1 clean, 3 untested\n\n\| kernel/);
  t.match(text, /\| `k4` +\| +\| ⚠️ untested \| `not tested`/);
  t.equal(text.match(/^### /gm)?.length, 3);
  t.match(
    text,
    /\n\nQEMU: `qemu-system-x86_64 -kernel vmlinuz`\n\nconsole: `\/stale\/console.log`\n/,
  );
  t.match(text, /\n\nrun again: `holerace vm --seed 7 --kernel k1`\n/);
});

t.test('a bisect is its answer, a table, and what stands behind it', async (t) => {
  const tell = (part: (typeof bisects)[keyof typeof bisects]) =>
    formatMarkdown({ results: [], campaigns: [part] });
  const found = tell(bisects.found);
  t.match(found, /^### the first bad kernel is `k13` \(99\.\d+%\)\n\n\| kernel/);
  t.match(found, /\| `k13` +\| ❌ stale \|/);
  t.match(found, /\n\d+ runs of \d+ kernels; a run of a bad kernel is stale with a chance of /);
  t.match(found, /\n### ❌ stale: kernel /, 'the culprit itself');
  t.match(tell(bisects.range), /^### the first bad kernel is one of `k9`, `k10`, `k11` /);
  t.match(tell(bisects.unknown), /^### ⚠️ untested: `the first bad kernel is not known/);
  t.match(tell(bisects.refused), /^### ⚠️ untested: `the good end k0 is stale itself/);
});
