/** One result as Markdown: a heading, what was tested, a table of scenarios, and the evidence. */
import { markdownTable } from 'markdown-table';
import type { Evidence, Result, ScenarioResult } from '../../result/result.js';
import { meanwhileWords } from '../words/complaint-words.js';
import { failureFacts } from '../words/failure.js';
import {
  boundWords,
  daxWords,
  evidenceTitle,
  featuresWords,
  kernelName,
  leftOutWords,
  machineName,
  scenarioName,
  seconds,
  share,
  verdictWords,
  whole,
} from '../words/words.js';
import { complaintsMarkdown } from './complaints.js';
import { cell, code, sign } from './spans.js';

/** Evidence shown; the JSON result holds what was kept. */
const EVIDENCE_SHOWN = 3;

/** Renders a result as Markdown. */
export function resultMarkdown(result: Result): string {
  const { verdict, seed, holerace, finding } = result;
  const parts = [
    `### ${sign(verdict)}: kernel ${code(kernelName(result))}`,
    verdict === 'untested' ? code(verdictWords(result)) : sentence(result),
    [
      `holerace ${code(holerace)}, ${code(machineName(result))}, seed ${seed}`,
      ...targets(result),
    ].join('  \n'),
  ];
  if (result.scenarios.length > 0) parts.push(table(result));
  if (result.leftOut.length > 0)
    parts.push(result.leftOut.map((one) => code(leftOutWords(one))).join('  \n'));
  if (finding !== null) parts.push(`**${finding.kind}**: ${code(finding.message)}`);
  parts.push(...complaintsMarkdown(result), ...againOf(result));
  const stale = result.scenarios.filter(({ evidence }) => evidence.length > 0);
  parts.push(...stale.map((scenario) => evidenceOf(scenario, result)));
  return parts.join('\n\n');
}

/** What is needed to see it again, without what the heading says already. */
function againOf(result: Result): string[] {
  const facts = failureFacts(result).filter(([name]) => name !== 'kernel' && name !== 'seed');
  if (facts.length > 0) return facts.map(([name, value]) => `${name}: ${code(value)}`);
  return result.again === undefined ? [] : [`run again: ${code(result.again)}`];
}

function sentence(result: Result): string {
  const { reason, ...known } = result;
  const words = verdictWords({ ...known, reason: null });
  return reason === null ? words : `${words}: ${code(reason)}`;
}

function targets(result: Result): string[] {
  return result.targets.map((target) => {
    const pmem = target.pmem === null ? '' : ` on ${code(target.pmem)}`;
    const made = featuresWords(target);
    const features = made === null ? '' : `; ${code(made)}`;
    return `${code(target.filesystem)}${pmem}: ${daxWords(target)}; ${code(target.mountOptions)}${features}`;
  });
}

function table(result: Result): string {
  const head = ['scenario', 'verdict', 'attempts', 'overlapped', 'early / late', 'stale', 'worth'];
  const rows = result.scenarios.map((scenario) => [
    cell(scenarioName(scenario, result)),
    sign(scenario.verdict),
    `${whole(scenario.attempts)} in ${seconds(scenario.seconds)}`,
    whole(scenario.overlapped),
    `${share(scenario.early, scenario.attempts)} / ${share(scenario.late, scenario.attempts)}`,
    whole(scenario.stale),
    worth(scenario, result),
  ]);
  return markdownTable([head, ...rows], { align: ['l', 'l', 'r', 'r', 'r', 'r', 'l'] });
}

function worth(scenario: ScenarioResult, result: Result): string {
  const complained = meanwhileWords(scenario, result);
  const words = worthAlone(scenario);
  return complained === null ? words : `${words}; ${cell(complained)}`;
}

function worthAlone({ rateBound95, reason, secondsToFirstStale }: ScenarioResult): string {
  if (reason !== null) return cell(reason);
  if (secondsToFirstStale !== null) return `the first after ${secondsToFirstStale.toFixed(2)} s`;
  return rateBound95 === null ? '' : boundWords(rateBound95);
}

function evidenceOf(scenario: ScenarioResult, result: Result): string {
  const shown = scenario.evidence.slice(0, EVIDENCE_SHOWN);
  const lines = shown.flatMap(describe);
  const more = scenario.stale - shown.length;
  if (more > 0) lines.push(`and ${whole(more)} more`);
  return [`Stale in ${code(scenarioName(scenario, result))}:`, '', '```', ...lines, '```'].join(
    '\n',
  );
}

/** No backtick can end the block: the bytes are hex, and of texts it holds only ids that are free of it. */
function describe(evidence: Evidence): string[] {
  const { expected, mapped, pread, freshMapping } = evidence;
  return [
    evidenceTitle(evidence).replaceAll('`', "'"),
    `  expected ${expected}   pread ${pread}`,
    `  mapped   ${mapped}   fresh ${freshMapping}`,
  ];
}
