/** The history of a bisect of commits, as the page draws it. */
import { parseHTML } from 'linkedom';
import t from 'tap';
import { commitGraphFigure } from '../../../../src/report/html/charts/commit-graph.js';
import type { BisectReport } from '../../../../src/result/campaign.js';
import { bisectOf, lineOf } from '../../../fixtures/commit-graphs.js';

interface Element {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

/** The wide picture of it. */
function drawn(bisect: BisectReport) {
  const html = commitGraphFigure(bisect)?.toString() ?? '';
  const { document } = parseHTML(`<body>${html}</body>`) as unknown as { document: Element };
  const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];
  return {
    caption: all('figcaption span')[0]?.textContent ?? '',
    lines: all('.wide [aria-label=link] path'),
    dashed: all('.wide [aria-label=link][stroke-dasharray] path'),
    words: all('.wide [aria-label=text] text').map(({ textContent }) => textContent),
    marks: all('.wide [aria-label=dot] path'),
  };
}

t.test('each commit and each parent of it is drawn, with the probability', async (t) => {
  const { lines, dashed, words } = drawn(bisectOf([[], [0], [0], [1, 2], [3]], 2));
  t.equal(lines.length, 5);
  t.equal(dashed.length, 0);
  t.equal(words.length, 5);
  t.match(words[2], /^95\.0% 0+ change 2$/);
});

t.test(
  'of a long history only what tells most is drawn, and what is left out is said',
  async (t) => {
    const { caption, dashed, words } = drawn(bisectOf(lineOf(300), 150));
    t.same(
      words.map((line) => line.replace(/.* /, '')),
      ['0', '150', '299'],
    );
    t.equal(dashed.length, 2);
    t.match(caption, /297 commits of which least is known are left out/);
  },
);

t.test('never more commits than can be told apart, the answer among them', async (t) => {
  const bisect = bisectOf(lineOf(300), 150);
  const kernels = bisect.kernels.map((kernel) => ({ ...kernel, clean: kernel.clean + 1 }));
  const { words } = drawn({ ...bisect, kernels });
  t.equal(words.length, 40);
  t.ok(words.some((line) => line.endsWith('change 150')));
});

t.test('a list of kernels has no such picture', async (t) => {
  const { git, ...list } = bisectOf(lineOf(3), 1);
  t.ok(git);
  t.equal(commitGraphFigure(list), null);
});
