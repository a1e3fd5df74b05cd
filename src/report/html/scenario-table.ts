/** All scenarios of a result at a glance. */
import type { Result, ScenarioResult, Verdict } from '../../result/result.js';
import { seconds, share, whole } from '../words/words.js';
import { type Child, h, type PageElement } from './element.js';

/** A verdict that can be told without its colour. */
export function chip(verdict: Verdict): PageElement {
  return h(`span.chip.${verdict}`, {}, verdict);
}

/** The table; it scrolls by itself where the page is too narrow for it. */
export function scenarioTable(result: Result, id: string): PageElement {
  const several = result.targets.length > 1;
  const names = ['verdict', 'attempts', 'overlapped', 'early', 'late', 'stale', 'worth (at 95%)'];
  const head = ['scenario', ...(several ? ['on'] : []), ...names];
  const rows = result.scenarios.map((scenario, index) =>
    row(scenario, several, `#${id}-${index + 1}`),
  );
  const table = h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head.map((name) => h('th', { scope: 'col' }, name)),
      ),
    ),
    h('tbody', {}, rows),
  );
  const wrapper = { role: 'region', 'aria-label': 'scenarios', tabindex: '0' };
  return h('div.scroll', wrapper, table);
}

function row(scenario: ScenarioResult, several: boolean, link: string): PageElement {
  const { id, filesystem, verdict, attempts, overlapped, early, late, stale } = scenario;
  const number = (text: string): PageElement => h('td.number', {}, text);
  const cells: Child = [
    h('th', { scope: 'row' }, h('a', { href: link }, id)),
    several ? h('td', {}, filesystem) : null,
    h('td', {}, chip(verdict)),
    number(`${whole(attempts)} in ${seconds(scenario.seconds)}`),
    number(whole(overlapped)),
    number(share(early, attempts)),
    number(share(late, attempts)),
    stale === 0 ? number('0') : h('td.number.hit', {}, whole(stale)),
    h('td.worth', {}, worth(scenario)),
  ];
  return h('tr', {}, cells);
}

function worth({ rateBound95, reason, secondsToFirstStale, verdict }: ScenarioResult): string {
  if (reason !== null) return reason;
  if (secondsToFirstStale !== null) return `the first after ${secondsToFirstStale.toFixed(2)} s`;
  if (rateBound95 !== null) return `a rate below ${rateBound95.toExponential(1)}`;
  return verdict === 'clean' ? 'always, or never' : '';
}
