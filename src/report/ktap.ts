/**
 * KTAP 1, as the kernel's tests print it (Documentation/dev-tools/ktap.rst). Several results are nested.
 * Untested is SKIP; a kernel that hung is TIMEOUT, one that crashed ERROR.
 */
import { type Case, casesOf, hasFailed, type Outcome } from './cases.js';
import type { Report } from './report.js';
import type { Result } from './result.js';
import { countsOf, evidenceTitle, kernelName } from './words.js';

/** Evidence shown in a test; the JSON result holds what was kept. */
const EVIDENCE_SHOWN = 3;

/** Renders a report as KTAP. */
export function formatKtap({ results }: Report): string {
  const [first] = results;
  const lines = results.length === 1 && first ? testsOf(first) : nested(results);
  return `${lines.join('\n')}\n`;
}

function nested(results: readonly Result[]): string[] {
  const lines = ['KTAP version 1', `1..${results.length}`];
  for (const [index, result] of results.entries()) {
    lines.push(...testsOf(result).map((line) => `  ${line}`));
    const outcomes = casesOf(result);
    const failed = hasFailed(outcomes);
    const skip = result.verdict === 'untested' && !failed ? ' # SKIP untested' : '';
    lines.push(`${failed ? 'not ok' : 'ok'} ${index + 1} ${plain(kernelName(result))}${skip}`);
  }
  return lines;
}

function testsOf(result: Result): string[] {
  const cases = casesOf(result);
  const about = `# holerace ${result.holerace}, kernel ${kernelName(result)}, seed ${result.seed}`;
  return ['KTAP version 1', `1..${cases.length}`, about, ...cases.flatMap(test)];
}

/** The lines about a test stand before its result. */
function test(one: Case, index: number): string[] {
  const ok = one.outcome === 'passed' || one.outcome === 'skipped' ? 'ok' : 'not ok';
  const why = [directive(one), one.message ?? ''].filter(Boolean).join(' ');
  const result = `${ok} ${index + 1} ${plain(one.name)}`;
  return [...about(one), why === '' ? result : `${result} # ${why}`];
}

function about({ scenario, finding }: Case): string[] {
  if (finding?.consoleLog) return [`# console: ${finding.consoleLog}`];
  if (scenario === null) return [];
  const evidence = scenario.evidence
    .slice(0, EVIDENCE_SHOWN)
    .map((one) => `# ${evidenceTitle(one)}: expected ${one.expected}, mapped ${one.mapped}`);
  return [`# ${scenario.id}: ${countsOf(scenario).join(', ')}`, ...evidence];
}

function directive({ outcome, finding }: Case): string {
  const directives: Readonly<Record<Outcome, string>> = {
    passed: '',
    stale: '',
    skipped: 'SKIP',
    broken: finding?.kind === 'hang' || finding?.kind === 'no-boot' ? 'TIMEOUT' : 'ERROR',
  };
  return directives[outcome];
}

/** A description cannot hold a hash sign. */
function plain(text: string): string {
  return text.replaceAll('#', '');
}
