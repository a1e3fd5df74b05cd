import { parseHTML } from 'linkedom';
import t from 'tap';
import { formatHtml } from '../../../src/report/html/html.js';
import type { CampaignPart } from '../../../src/report/report.js';
import type { SweepKernel } from '../../../src/result/campaign.js';
import type { Result } from '../../../src/result/result.js';
import { bisects, campaignParts, hostileCampaigns, makeSweep } from '../../fixtures/campaigns.js';
import {
  HOSTILE,
  heaviestResult,
  hostileResult,
  makeStale,
  reports,
} from '../../fixtures/reports.js';
import { makeEvidence, makeResult } from '../../fixtures/results.js';
import { savedReduction } from '../../fixtures/saved-reduction.js';

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

/** The parts of the page about one result, by their classes. */
const partsOf = (page: Node): (string | null)[] =>
  [...page.querySelectorAll('section.result > *')].map((one) => one.getAttribute('class'));

t.test('the verdict stands first', async (t) => {
  const { page } = read(reports.clean);
  t.same(texts(page, '.banner h1'), ['clean6.1.0']);
  t.same(texts(page, '.banner p'), ['no stale read in 3,000 overlapped attempts']);
  t.match(texts(page, '.facts dd').join(), /2 cpus under TCG,7,2017-05-10 12:00 UTC/);
  t.equal(partsOf(page)[0], 'banner clean');
  t.equal(partsOf(page).at(-1), 'made', 'and how it was made comes last');
});

t.test('a reduction shows what it takes, and its window in two columns', async (t) => {
  const html = formatHtml({ results: [], reductions: [{ ...savedReduction, result: null }] });
  const page = parseHTML(html).document as unknown as Node;
  t.match(texts(page, 'title'), ['holerace: fault-write-race reduced']);
  t.same(texts(page, 'section.result li'), ['by probe', '1 vCPU']);
  t.match(texts(page, '.scroll tbody tr'), [/^strategy: staggernot needed/, /reflinkneeded99%/]);
  t.match(texts(page, '.window caption'), [/from b return to c entry/]);
  t.same(texts(page, '.window thead th'), ['a read fault passes', 'a change that comes there']);
  t.same(texts(page, '.window .finds code'), ['b return', 'c entry']);
  t.equal(texts(page, '.window tbody tr').length, 5);
});

t.test('a stale scenario is drawn, and its bytes marked', async (t) => {
  const { page } = read(reports.stale);
  t.match(texts(page, '.chart figcaption b'), [
    'Meeting by stagger: outcomes against the stagger',
    'Stale reads over time',
    'What came of the attempts',
  ]);
  t.equal(partsOf(page)[1], 'scenario', 'what was found comes first');
  t.ok([...page.querySelectorAll('.chart svg path')].length > 0, 'with pictures');
  t.same(texts(page, '.race abbr'), ['F1', 'W1', 'W2', 'F2'], 'the race in its order');
  t.match(texts(page, '.race .wrong'), [/loads after that: 00 where a5 was written/]);
  const [bytes] = page.querySelectorAll('.bytes');
  t.same(bytes && texts(bytes, 'th'), ['written', 'pread', 'fresh mapping', 'mapping']);
  t.equal(bytes && texts(bytes, 'mark').join(' '), Array(16).fill('00').join(' '));
  t.match(texts(page, '.evidence .note'), ['1 more is not shown here.']);
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
    const { hits: _, ...scenario } = makeStale({ strategies: [] });
    const { page } = read(makeResult({ verdict: 'stale', scenarios: [scenario] }));
    t.match(texts(page, '.chart figcaption b'), [
      'Stale reads against the stagger',
      'What came of the attempts',
    ]);
  },
);

t.test('a crash shows its finding, and nothing that was not raced', async (t) => {
  const { page } = read(reports.broken);
  t.same(texts(page, '.finding'), ['panicthe guest panicked']);
  t.ok(texts(page, '.facts .wide').includes('console/crashes/console.log'));
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
  const results = [...Object.values(reports), hostileResult()];
  const html = formatHtml({ results, campaigns: [...campaignParts(), ...hostileCampaigns()] });
  const page = parseHTML(html).document as unknown as Node;
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

const partPage = (...campaigns: CampaignPart[]): Node =>
  parseHTML(formatHtml({ results: [], campaigns })).document as unknown as Node;

t.test('a sweep is a ladder of its kernels, whose rungs lead to their results', async (t) => {
  const page = partPage({ kind: 'sweep', sweep: makeSweep() });
  t.same(texts(page, '.banner h1')[0], 'stalesweep');
  t.same(texts(page, '.rungs .chip'), ['clean', 'stale', 'untested', 'untested', 'untested']);
  t.match(texts(page, '.rungs .words')[1], '6 stale reads, the first after 0.41 s');
  t.match(texts(page, '.rungs b'), ['k4'], 'what was not run leads nowhere');
  t.equal(texts(page, '.result').length, 4);
  t.ok(texts(page, '.facts .wide').includes('QEMUqemu-system-x86_64 -kernel vmlinuz'));
});

t.test('a long sweep keeps the sections of those that failed', async (t) => {
  const { kernels } = makeSweep();
  const [clean, stale] = kernels;
  const many = Array.from({ length: 60 }, (_, index) => ({
    ...(index % 20 === 9 ? stale : clean),
    k: `k${index}`,
  }));
  const page = partPage({ kind: 'sweep', sweep: makeSweep({ kernels: many as SweepKernel[] }) });
  t.equal(texts(page, '.rungs li').length, 60);
  t.equal(texts(page, '.result').length, 12);
  t.same(texts(page, '.result .banner h1').filter((title) => title.startsWith('stale')).length, 3);
});

t.test('a bisect is its answer, what was known after each run, and its kernels', async (t) => {
  const page = partPage(bisects.found);
  t.match(texts(page, '.banner.found h1'), ['k13the first bad kernel']);
  t.match(texts(page, '.chart figcaption b')[0], /^What was known after each of \d+ runs$/);
  t.match(texts(page, '.rungs .answer'), [/^k13stale.* stale.*; 99\.\d+%$/]);
  t.match(texts(page, '.rungs .gap')[0], /kernels not run/);
  t.ok(texts(page, '.race').length > 0, 'with the race of the culprit');
  t.match(texts(partPage(bisects.range), '.rungs .answer').length, 3);
  t.match(texts(partPage(bisects.unknown), '.banner.untested p'), [
    /is not known with a confidence/,
  ]);
  t.match(texts(partPage(bisects.refused), '.banner.untested p'), [/the good end k0 is stale/]);
});

t.test('no id is there twice, and no link leads nowhere', async (t) => {
  const page = parseHTML(
    formatHtml({ results: Object.values(reports), campaigns: campaignParts() }),
  ).document as unknown as Node;
  const ids = [...page.querySelectorAll('[id]')].map((one) => one.getAttribute('id'));
  t.equal(new Set(ids).size, ids.length);
  const links = [...page.querySelectorAll('a')].map((one) => one.getAttribute('href')?.slice(1));
  t.ok(links.every((id) => ids.includes(id ?? '')));
});

t.test('a bisect of a thousand kernels weighs less than 500 kB', async (t) => {
  const html = formatHtml({ results: [], campaigns: [bisects.long] });
  t.ok(html.length < 500_000, `${html.length} bytes`);
});

t.test('a long run weighs less than 500 kB', async (t) => {
  const { html } = read(heaviestResult());
  t.ok(html.length < 500_000, `${html.length} bytes`);
});
