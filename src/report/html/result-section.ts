/** One result on the page: its verdict, what was found, the scenarios, and folded below how it was made. */

import type { Finding, Result, ScenarioResult, Target } from '../../result/result.js';
import { failureFacts } from '../words/failure.js';
import {
  daxWords,
  featuresWords,
  kernelName,
  leftOutWords,
  machineName,
  seconds,
  targetName,
  verdictWords,
} from '../words/words.js';
import { attemptsFigure } from './charts/attempts.js';
import { complaintBox } from './complaint-box.js';
import { type Child, h, type PageElement } from './element.js';
import { scenarioSection } from './scenario-section.js';
import { scenarioTable } from './scenario-table.js';

/** The part of the page about one result. */
export function resultSection(result: Result, id: string): PageElement {
  const section = (scenario: ScenarioResult) =>
    scenarioSection(scenario, result, `${id}-${result.scenarios.indexOf(scenario) + 1}`);
  const found = result.scenarios.filter(({ verdict }) => verdict === 'stale');
  const others = result.scenarios.filter(({ verdict }) => verdict !== 'stale');
  const parts: Child = [
    banner(result, id),
    result.finding === null ? null : findingBox(result.finding),
    complaintBox(result),
    found.map(section),
    result.scenarios.length === 0 ? null : scenarioTable(result, id),
    result.leftOut.map((one) => h('p', {}, leftOutWords(one))),
    attemptsFigure(result),
    others.map(section),
    h('details.made', {}, h('summary', {}, h('h2', {}, 'How it was made')), facts(result)),
  ];
  return h('section.result', { id, 'aria-labelledby': `${id}-title` }, parts);
}

function banner(result: Result, id: string): PageElement {
  const { verdict, kernel } = result;
  const heading = h('h1', { id: `${id}-title` }, `${verdict}`, h('small', {}, kernel.release));
  return h(`div.banner.${verdict}`, {}, heading, h('p', {}, verdictWords(result)));
}

function facts(result: Result): PageElement {
  const { seed, startedAt, expect, holerace } = result;
  const asked = expect === 'dax' ? '' : `, as asked for with --expect ${expect}`;
  const rows: [string, Child][] = [
    ['kernel', kernelName(result)],
    ['machine', machineName(result)],
    ['seed', h('code', {}, `${seed}`)],
    ['raced', `${startedAt.slice(0, 16).replace('T', ' ')} UTC, for ${seconds(result.seconds)}`],
    ['with', `holerace ${holerace}`],
  ];
  const wide: [string, Child][] = [
    ...result.targets.map((target): [string, Child] => ['target', `${describe(target)}${asked}`]),
    ...againOf(result).map(([name, value]): [string, Child] => [name, h('code', {}, value)]),
  ];
  const entry = ([name, value]: [string, Child]): Child => [h('dt', {}, name), h('dd', {}, value)];
  const list = rows.map((row) => h('div', {}, entry(row)));
  return h(
    'dl.facts',
    {},
    list,
    wide.map((row) => h('div.wide', {}, entry(row))),
  );
}

/** What is needed to see it again, without what stands among the facts already. */
function againOf(result: Result): [string, string][] {
  const facts = failureFacts(result).filter(([name]) => name !== 'kernel' && name !== 'seed');
  if (facts.length > 0 || result.again === undefined) return facts;
  return [['run again', result.again]];
}

function describe(target: Target): string {
  const made = featuresWords(target);
  const features = made === null ? '' : `; ${made}`;
  return `${targetName(target)}: ${daxWords(target)}; ${target.mountOptions}${features}`;
}

function findingBox({ kind, message }: Finding): PageElement {
  return h('aside.finding', {}, h('strong', {}, kind), h('p', {}, message));
}
