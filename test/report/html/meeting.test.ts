/** What the page says of how fault and change met: each strategy in its own words. */
import { parseHTML } from 'linkedom';
import t from 'tap';
import { formatHtml } from '../../../src/report/html/html.js';
import { metWords } from '../../../src/report/words/words.js';
import { makeStaleByAll } from '../../fixtures/reports.js';
import { makeResult } from '../../fixtures/results.js';

interface Node {
  readonly textContent: string;
  querySelectorAll(selector: string): Iterable<Node>;
}

const { evidence, ...scenario } = makeStaleByAll();
const of = (strategy: string) => evidence.filter((one) => one.strategy === strategy);

function page(strategy: string): Node {
  const scenarios = [{ ...scenario, evidence: of(strategy) }];
  const html = formatHtml({ results: [makeResult({ verdict: 'stale', scenarios })] });
  return parseHTML(html).document as unknown as Node;
}

const texts = (node: Node, selector: string): string[] =>
  [...node.querySelectorAll(selector)].map(({ textContent }) => textContent);

t.test('a probed stale read names its probe, on one cpu', async (t) => {
  const probed = page('probe');
  t.match(texts(probed, '.bytes figcaption span'), [/at ext4_iomap_begin return, lasting$/]);
  t.match(texts(probed, '.race th'), [/^write\(2\), on the same CPU/, /^read fault$/]);
  t.ok(texts(probed, '.race .seen').includes('runs as the fault passes ext4_iomap_begin return'));
});

t.test('a timer is told in time and not in spins, on one cpu', async (t) => {
  const preempted = page('preempt');
  t.match(texts(preempted, '.bytes figcaption span'), [/a timer woke the writer after 58\.0 us/]);
  t.notMatch(texts(preempted, '.bytes figcaption').join(), /spin/);
  t.match(texts(preempted, '.race th'), [/^write\(2\), on the same CPU/, /^read fault$/]);
});

t.test(
  'where the reader preempts the change, its timer and its probe are the reader’s',
  async (t) => {
    const preempted = page('preempt-writer');
    t.match(texts(preempted, '.bytes figcaption span'), [
      /a timer woke the reader after 384\.0 us/,
    ]);
    t.match(texts(preempted, '.race th'), [/^write\(2\)$/, /^read fault, on the same CPU/]);
    const probed = page('probe-writer');
    t.match(texts(probed, '.bytes figcaption span'), [
      /the fault ran within the change, at truncate_pagecache_range return/,
    ]);
    t.ok(
      texts(probed, '.race .seen').includes(
        'faults as write(2) passes truncate_pagecache_range return',
      ),
    );
  },
);

t.test('a stagger is told in spins, on two cpus', async (t) => {
  for (const strategy of ['stagger', 'second-reader', 'slow-interrupt']) {
    const two = page(strategy);
    t.match(texts(two, '.bytes figcaption span'), [/the (?:reader|writer) waited \d+ spins/]);
    t.match(texts(two, '.race th'), [/^CPU 1/, /^CPU 2/]);
  }
});

t.test('a picture of the outcomes says what its stagger means', async (t) => {
  const captions = texts(page('stagger'), '.chart figcaption').filter((one) =>
    one.startsWith('Meeting by'),
  );
  const timers = captions.filter((one) => one.includes('by preempt'));
  t.match(timers, [/the larger, the earlier/, /the larger, the later/]);
  const others = captions.filter((one) => !one.includes('by preempt'));
  t.ok(others.length > 0 && others.every((one) => one.includes('the writer waited')));
});

t.test('in text each has what decided when the change began', async (t) => {
  t.same(evidence.map(metWords), [
    'stagger -40',
    'second-reader 12',
    'slow-interrupt 90',
    'preempt after 58.0 us',
    'probe at ext4_iomap_begin return',
    'preempt-writer after 384.0 us',
    'probe-writer at truncate_pagecache_range return',
    'in-turn',
  ]);
});
