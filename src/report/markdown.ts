/**
 * Markdown, as GitHub and GitLab render it: for issues, mails and job summaries. The table is written by
 * markdown-table, of the unified collective. Whatever a guest or a file may have said stands in code
 * spans, where no markup counts.
 */
import { markdownTable } from 'markdown-table';
import type { Report } from './report.js';
import type { Evidence, Result, ScenarioResult, Verdict } from './result.js';
import {
  boundWords,
  daxWords,
  evidenceTitle,
  kernelName,
  machineName,
  scenarioName,
  seconds,
  share,
  verdictWords,
  whole,
} from './words.js';

/** Evidence shown; the JSON result holds what was kept. */
const EVIDENCE_SHOWN = 3;

const SIGNS: Readonly<Record<Verdict, string>> = { clean: '✅', stale: '❌', untested: '⚠️' };

/** Renders a report as Markdown. */
export function formatMarkdown({ results }: Report): string {
  const overview = results.length > 1 ? [ladder(results)] : [];
  return `${[...overview, ...results.map(section)].join('\n\n')}\n`;
}

/** All kernels at a glance, in the order in which they were given. */
function ladder(results: readonly Result[]): string {
  const rows = results.map((result) => [
    cell(kernelName(result)),
    sign(result.verdict),
    cell(verdictWords(result)),
  ]);
  return markdownTable([['kernel', 'verdict', ''], ...rows]);
}

function sign(verdict: Verdict): string {
  return `${SIGNS[verdict]} ${verdict}`;
}

function section(result: Result): string {
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
  if (finding !== null) parts.push(`**${finding.kind}**: ${code(finding.message)}`);
  if (finding?.consoleLog) parts.push(`console: ${code(finding.consoleLog)}`);
  if (result.again !== undefined) parts.push(`run again: ${code(result.again)}`);
  const stale = result.scenarios.filter(({ evidence }) => evidence.length > 0);
  parts.push(...stale.map((scenario) => evidenceOf(scenario, result)));
  return parts.join('\n\n');
}

function sentence(result: Result): string {
  const { reason, ...known } = result;
  const words = verdictWords({ ...known, reason: null });
  return reason === null ? words : `${words}: ${code(reason)}`;
}

function targets(result: Result): string[] {
  return result.targets.map((target) => {
    const pmem = target.pmem === null ? '' : ` on ${code(target.pmem)}`;
    return `${code(target.filesystem)}${pmem}: ${daxWords(target)}; ${code(target.mountOptions)}`;
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
    worth(scenario),
  ]);
  return markdownTable([head, ...rows], { align: ['l', 'l', 'r', 'r', 'r', 'r', 'l'] });
}

function worth({ rateBound95, reason, secondsToFirstStale }: ScenarioResult): string {
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

/** A code span that ends where it should: its fence is longer than any run of backticks in it (CommonMark 6.1). */
function code(text: string): string {
  if (text === '') return '';
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A code span in a table, where a bar ends the cell even so (GFM 4.10). */
function cell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}
