import { parseHTML } from 'linkedom';
import t from 'tap';
import { formatHtml } from '../../../src/report/html/html.js';
import type { Result } from '../../../src/report/result.js';
import { HOSTILE, hostileResult, makeStale, reports } from '../../fixtures/reports.js';
import { makeEvidence, makeResult } from '../../fixtures/results.js';

interface Node {
  readonly textContent: string;
  querySelectorAll(selector: string): Iterable<Node>;
  getAttribute(name: string): string | null;
}

function read(...results: Result[]): { page: Node; html: string } {
  const html = formatHtml({ results });
  return { page: parseHTML(html).document as unknown as Node, html };
}

const texts = (page: Node, selector: string): string[] =>
  [...page.querySelectorAll(selector)].map(({ textContent }) => textContent);

t.test('the verdict stands first', async (t) => {
  const { page } = read(reports.clean);
  t.same(texts(page, '.banner h1'), ['clean6.1.0']);
  t.same(texts(page, '.banner p'), ['no stale read in 3,000 overlapped attempts']);
  t.match(texts(page, '.facts dd').join(), /2 cpus under TCG,7,2017-05-10 12:00 UTC/);
});

t.test('a stale scenario is drawn, and its bytes marked', async (t) => {
  const { page } = read(reports.stale);
  t.match(texts(page, '.chart figcaption b'), [
    'What came of the attempts',
    'Meeting by stagger: outcomes against the stagger',
    'Stale reads over time',
  ]);
  t.ok([...page.querySelectorAll('.chart svg path')].length > 0, 'with pictures');
  t.same(texts(page, '.race abbr'), ['F1', 'W1', 'W2', 'F2'], 'the race in its order');
  t.match(texts(page, '.race .wrong'), [/loads after that: 00 where a5 was written/]);
  const [bytes] = page.querySelectorAll('.bytes');
  t.same(bytes && texts(bytes, 'th'), ['written', 'pread', 'fresh mapping', 'mapping']);
  t.equal(bytes && texts(bytes, 'mark').join(' '), Array(16).fill('00').join(' '));
  t.match(texts(page, '.evidence .note'), ['1 more are not shown here.']);
});

t.test('only the bytes that differ are marked', async (t) => {
  const bytes = { expected: '0102030405', pread: '0102030405', freshMapping: '0102030405' };
  const evidence = [makeEvidence({ ...bytes, mapped: '0102ff0405' })];
  const { page } = read(makeResult({ verdict: 'stale', scenarios: [makeStale({ evidence })] }));
  t.same(texts(page, '.bytes mark'), ['ff']);
});

t.test(
  'without what the engine may leave out, there are the pictures of what is there',
  async (t) => {
    const { hits: _, ...scenario } = makeStale({ widenings: [] });
    const { page } = read(makeResult({ verdict: 'stale', scenarios: [scenario] }));
    t.match(texts(page, '.chart figcaption b'), [
      'What came of the attempts',
      'Stale reads against the stagger',
    ]);
  },
);

t.test('a crash shows its finding, and nothing that was not raced', async (t) => {
  const { page } = read(reports.broken);
  t.match(texts(page, '.finding'), [/panic.*the guest panicked.*\/crashes\/console\.log/]);
  t.same(texts(page, '.scroll, .chart, .race'), []);
});

t.test('several kernels are a ladder whose rungs lead to their results', async (t) => {
  const { page } = read(reports.clean, reports.stale, reports.broken);
  t.same(texts(page, '.ladder .chip'), ['clean', 'stale', 'untested']);
  const ids = [...page.querySelectorAll('[id]')].map((one) => one.getAttribute('id'));
  const links = [...page.querySelectorAll('a')].map((one) => one.getAttribute('href')?.slice(1));
  t.same(
    links.filter((id) => !ids.includes(id ?? '')),
    [],
    'no link leads nowhere',
  );
  t.equal(new Set(ids).size, ids.length, 'no id is there twice');
});

t.test('the page is self-contained: no script, nothing from elsewhere', async (t) => {
  const { page, html } = read(...Object.values(reports), hostileResult());
  t.same(texts(page, 'script, img, link, iframe, object, embed, base, form'), []);
  const policies = [...page.querySelectorAll('meta[http-equiv=Content-Security-Policy]')];
  t.match(policies[0]?.getAttribute('content'), /^default-src 'none'; style-src 'unsafe-inline';/);
  const elements = [...page.querySelectorAll('*')];
  for (const name of ['src', 'onerror', 'onload', 'srcset', 'data', 'xlink:href']) {
    t.same(elements.map((one) => one.getAttribute(name)).filter(Boolean), [], name);
  }
  t.notMatch(html, /@import|url\(/);
});

t.test('whatever a guest has said is text', async (t) => {
  const { page } = read(hostileResult());
  t.ok(texts(page, '.finding p').includes(HOSTILE), 'to the letter');
});

t.test('a long run weighs less than 500 kB', async (t) => {
  const staggers = Array.from({ length: 512 }, (_, index) => {
    const from = 16 * (index - 256);
    return { from, to: from + 16, early: 999 - index, late: 517 + index, stale: index % 7 };
  });
  const hits = Array.from({ length: 512 }, (_, index) => {
    return { seconds: index * 1.17, overlapped: index * 2000, stale: index * 3 };
  });
  const counts = { attempts: 1_000_000, overlapped: 900_000, early: 500_000, late: 500_000 };
  const evidence = Array.from({ length: 4096 }, (_, attempt) => makeEvidence({ attempt }));
  const scenarios = ['ext4', 'xfs'].flatMap((filesystem) =>
    ['stale-zero-page', 'fault-write-race', 'huge-fault-write-race', 'unwritten-write-race'].map(
      (id) => {
        const { widenings } = makeStale();
        const each = widenings.map((widening) => ({ ...widening, staggers }));
        return makeStale({
          id,
          filesystem,
          ...counts,
          stale: 4096,
          widenings: each,
          hits,
          evidence,
        });
      },
    ),
  );
  const { html } = read(makeResult({ verdict: 'stale', scenarios }));
  t.ok(html.length < 500_000, `${html.length} bytes`);
});
