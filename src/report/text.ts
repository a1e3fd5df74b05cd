/** The result for people: what was tested, what was found, and what a clean run is worth. */
import type { Evidence, Result, ScenarioResult, Target, WideningResult } from './result.js';
import { overlappedOf } from './verdict.js';

/** Evidence shown; the JSON result holds what was kept. */
const EVIDENCE_SHOWN = 3;

const numbers = new Intl.NumberFormat('en');
const whole = (value: number): string => numbers.format(value);
const seconds = (value: number): string => `${value.toFixed(1)} s`;
const share = (part: number, all: number): string =>
  all === 0 ? '0%' : `${Math.round((100 * part) / all)}%`;

/** Renders a result as text. */
export function formatText(result: Result): string {
  const lines = [header(result), ...result.targets.map((target) => describeTarget(target, result))];
  for (const scenario of result.scenarios) lines.push(...describeScenario(scenario, result));
  if (result.finding !== null) lines.push(`  ${result.finding.kind}: ${result.finding.message}`);
  if (result.finding?.consoleLog) lines.push(`  console: ${result.finding.consoleLog}`);
  lines.push(verdictLine(result));
  return `${lines.join('\n')}\n`;
}

function header({ holerace, seed, kernel, machine }: Result): string {
  const accel = machine.accel === null ? '' : ` under ${machine.accel.toUpperCase()}`;
  const source = kernel.source === '' ? '' : ` (${kernel.source})`;
  return `holerace ${holerace}: kernel ${kernel.release}${source}, ${machine.cpus} cpus${accel}, seed ${seed}`;
}

function describeTarget(target: Target, { expect }: Result): string {
  const proof = target.daxProof === null ? '' : `, says ${target.daxProof}`;
  const mode = target.dax ? `DAX${proof}` : `page cache, not DAX${proof}`;
  const pmem = target.pmem === null ? '' : ` on emulated persistent memory (${target.pmem})`;
  const asked = expect === 'dax' ? '' : `, as asked for with --expect ${expect}`;
  return `  ${target.filesystem}${pmem}: ${mode}${asked}; ${target.mountOptions}`;
}

function describeScenario(scenario: ScenarioResult, result: Result): string[] {
  const { id, filesystem, verdict, attempts, early, late, overlapped, stale } = scenario;
  const place = result.targets.length > 1 ? `${filesystem} ` : '';
  const parts = [`${whole(attempts)} attempts in ${seconds(scenario.seconds)}`];
  if (overlapped > 0) {
    parts.push(`${whole(overlapped)} overlapped`);
    parts.push(`${share(early, attempts)} early, ${share(late, attempts)} late`);
  }
  if (stale > 0) {
    parts.push(`${whole(stale)} stale (${whole(scenario.lasting)} lasting)`);
    parts.push(`the first after ${scenario.secondsToFirstStale?.toFixed(2) ?? '?'} s`);
  }
  if (scenario.rateBound95 !== null) {
    parts.push(`excludes a rate above ${scenario.rateBound95.toExponential(1)} an attempt at 95%`);
  }
  const lines = [`  ${place}${id}: ${verdict}; ${parts.join(', ')}`];
  if (scenario.widenings.length > 1) lines.push(...scenario.widenings.map(describeWidening));
  if (scenario.reason !== null) lines.push(`    because ${scenario.reason}`);
  lines.push(...scenario.evidence.slice(0, EVIDENCE_SHOWN).flatMap(describeEvidence));
  const more = stale - Math.min(stale, EVIDENCE_SHOWN, scenario.evidence.length);
  if (more > 0) lines.push(`    and ${whole(more)} more`);
  return lines;
}

function describeWidening(widening: WideningResult): string {
  const { id, seconds: time, attempts, overlapped, stale } = widening;
  return `    ${id}: ${whole(attempts)} attempts in ${seconds(time)}, ${whole(overlapped)} overlapped, ${whole(stale)} stale`;
}

function describeEvidence(evidence: Evidence): string[] {
  const { attempt, fileOffset, lasting, expected, mapped, pread, freshMapping } = evidence;
  const when = lasting ? 'lasting' : 'passing';
  return [
    `    attempt ${attempt}, file offset ${fileOffset}, ${evidence.widening} ${evidence.stagger}, ${when}:`,
    `      expected ${expected}   pread ${pread}`,
    `      mapped   ${mapped}   fresh ${freshMapping}`,
  ];
}

function verdictLine(result: Result): string {
  const { verdict, reason, scenarios } = result;
  if (verdict === 'untested') return `untested: ${reason ?? 'nothing was raced'}`;
  if (verdict === 'clean') {
    return `clean: no stale read in ${whole(overlappedOf(result))} overlapped attempts`;
  }
  const stale = scenarios.reduce((sum, one) => sum + one.stale, 0);
  const more = reason === null ? '' : ` (${reason})`;
  return `stale: ${whole(stale)} stale reads${more}`;
}
