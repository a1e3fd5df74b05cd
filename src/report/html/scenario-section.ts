/** A scenario by itself: the race where it was stale, the bytes, its pictures, and the gates. */

import type { Result, ScenarioResult } from '../../result/result.js';
import { meanwhileWords } from '../words/complaint-words.js';
import { countsOf, scenarioName } from '../words/words.js';
import { hitsFigure } from './charts/hits.js';
import { staggerFigures } from './charts/stagger.js';
import { type Child, h, type PageElement } from './element.js';
import { evidenceList } from './evidence.js';
import { raceColumns } from './race-columns.js';
import { chip } from './scenario-table.js';

/** The part of the page about one scenario, folded where it has nothing to show but its gates. */
export function scenarioSection(scenario: ScenarioResult, result: Result, id: string): PageElement {
  const [first] = scenario.evidence;
  const figures: Child = [staggerFigures(scenario), hitsFigure(scenario)];
  const proof: Child =
    first === undefined ? null : [raceColumns(scenario.id, first), evidenceList(scenario)];
  const name = h('span.name', {}, scenarioName(scenario, result));
  const counts = h('p', {}, `${countsOf(scenario).join(', ')}.`);
  const because = scenario.reason === null ? null : h('p', {}, `Because ${scenario.reason}.`);
  const summary = h('summary', {}, h('h2', {}, name, ' ', chip(scenario.verdict)));
  const words = meanwhileWords(scenario, result);
  const complained = words === null ? null : h('p.complained', {}, `${words}.`);
  const toBeSeen = scenario.verdict === 'stale' || words !== null;
  const open: Record<string, string> = toBeSeen ? { open: '' } : {};
  return h(
    'details.scenario',
    { id, ...open },
    summary,
    counts,
    because,
    complained,
    proof,
    figures,
    gates(scenario),
  );
}

function gates(scenario: ScenarioResult): PageElement | null {
  if (scenario.gates.length === 0) return null;
  const items = scenario.gates.map(({ id, met, detail }) =>
    h(
      met ? 'li.met' : 'li.unmet',
      {},
      h('b', {}, `${id}: ${met ? 'met' : 'not met'}`),
      ` ${detail}`,
    ),
  );
  return h('div.gates', {}, h('h3', {}, 'Gates of a clean verdict'), h('ul', {}, items));
}
