/** The result for people: what was tested, what was found, and what a clean run is worth. */

import type {
  Evidence,
  Result,
  ScenarioResult,
  StrategyResult,
  Target,
} from '../../result/result.js';
import { type CampaignPart, type Paint, type Report, unpainted } from '../report.js';
import { meanwhileWords } from '../words/complaint-words.js';
import { failureLines } from '../words/failure.js';
import {
  counted,
  countsOf,
  daxWords,
  evidenceTitle,
  featuresWords,
  kernelName,
  leftOutWords,
  machineName,
  scenarioName,
  seconds,
  targetName,
  verdictWords,
  whole,
} from '../words/words.js';
import { bisectText } from './bisect-text.js';
import { complaintText } from './complaint-text.js';
import { reductionText } from './reduction-text.js';
import { sweepText } from './sweep-text.js';

/** Evidence shown; the JSON result holds what was kept. */
const EVIDENCE_SHOWN = 3;

/**
 * Renders a report as text.
 *
 * @param verbose with the counts of each strategy
 */
export function formatReport(
  { results, campaigns = [], reductions = [] }: Report,
  paint?: Paint,
  verbose = false,
): string {
  const told = campaigns.map((campaign) => campaignText(campaign, paint));
  return [
    ...told,
    ...reductions.map(reductionText),
    ...results.map((result) => formatText(result, paint, verbose)),
  ].join('\n');
}

function campaignText(campaign: CampaignPart, paint?: Paint): string {
  return campaign.kind === 'sweep' ? sweepText(campaign.sweep, paint) : bisectText(campaign);
}

/**
 * Renders a result as text.
 *
 * @param verbose with the counts of each strategy
 */
export function formatText(result: Result, paint: Paint = unpainted, verbose = false): string {
  const lines = [
    header(result),
    ...result.targets.flatMap((target) => describeTarget(target, result)),
  ];
  for (const scenario of result.scenarios) {
    lines.push(...describeScenario(scenario, result, paint, verbose));
  }
  lines.push(...result.leftOut.map(leftOutWords).map((line) => `  ${line}`));
  if (result.finding !== null) lines.push(`  ${result.finding.kind}: ${result.finding.message}`);
  lines.push(...complaintText(result).map((line) => `  ${line}`));
  lines.push(...failureLines(result).map((line) => `  ${line}`));
  lines.push(`${paint(result.verdict, result.verdict)}: ${verdictWords(result)}`);
  return `${lines.join('\n')}\n`;
}

function header(result: Result): string {
  return `holerace ${result.holerace}: kernel ${kernelName(result)}, ${machineName(result)}, seed ${result.seed}`;
}

function describeTarget(target: Target, { expect }: Result): string[] {
  const asked = expect === 'dax' ? '' : `, as asked for with --expect ${expect}`;
  const made = featuresWords(target);
  return [
    `  ${targetName(target)}: ${daxWords(target)}${asked}; ${target.mountOptions}`,
    ...(made === null ? [] : [`    ${made}`]),
  ];
}

/** Above this share, the reader is told why attempts were discarded. */
const DISCARDED_SHARE_TOLD = 0.1;
const CROWDED =
  '    the writer often slept when it was let go: fewer cores were free than the race has threads';

function describeScenario(
  scenario: ScenarioResult,
  result: Result,
  paint: Paint,
  verbose: boolean,
): string[] {
  const { verdict, attempts, discarded, stale, strategies } = scenario;
  const name = scenarioName(scenario, result);
  const lines = [`  ${name}: ${paint(verdict, verdict)}; ${countsOf(scenario).join(', ')}`];
  if (verbose && strategies.length > 1) lines.push(...strategies.map(describeStrategy));
  if (discarded > DISCARDED_SHARE_TOLD * attempts) lines.push(CROWDED);
  if (scenario.reason !== null) lines.push(`    because ${scenario.reason}`);
  const complained = meanwhileWords(scenario, result);
  if (complained !== null) lines.push(`    ${complained}`);
  lines.push(...scenario.evidence.slice(0, EVIDENCE_SHOWN).flatMap(describeEvidence));
  const more = stale - Math.min(stale, EVIDENCE_SHOWN, scenario.evidence.length);
  if (more > 0) lines.push(`    and ${whole(more)} more`);
  return lines;
}

function describeStrategy(strategy: StrategyResult): string {
  const { id, seconds: time, attempts, overlapped, stale, points } = strategy;
  const passed = points === undefined ? '' : `; ${pointsWords(points)}`;
  return `    ${id}: ${whole(attempts)} attempts in ${seconds(time)}, ${whole(overlapped)} overlapped, ${whole(stale)} stale${passed}`;
}

/** How many points of a probe calls have passed, those among them that the kernel told, and how soon each of the list had its turn. */
function pointsWords(points: NonNullable<StrategyResult['points']>) {
  const { tried, passed, secondsToTryAll, told } = points;
  const isTold = told !== undefined && told.tried > 0;
  const besides = isTold ? ` (${told.passed} of ${told.tried} that the kernel told)` : '';
  const soon =
    secondsToTryAll === null ? '' : `, each of the list tried after ${seconds(secondsToTryAll)}`;
  return `${passed} of ${counted(tried, 'point')} passed${besides}${soon}`;
}

function describeEvidence(evidence: Evidence): string[] {
  const { expected, mapped, pread, freshMapping } = evidence;
  return [
    `    ${evidenceTitle(evidence)}:`,
    `      expected ${expected}   pread ${pread}`,
    `      mapped   ${mapped}   fresh ${freshMapping}`,
  ];
}
