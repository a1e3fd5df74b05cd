/**
 * TAP 14 (testanything.org/tap-version-14-specification.html): a test point for each case, its counts as
 * diagnostics; several results are subtests. `ok # SKIP` is how TAP says untested.
 */
import { type Case, casesOf, hasFailed } from './cases.js';
import type { Report } from './report.js';
import type { Evidence, Result, ScenarioResult } from './result.js';
import { kernelName } from './words.js';

/** Evidence shown in a test point; the JSON result holds what was kept. */
const EVIDENCE_SHOWN = 3;

/** Renders a report as TAP. */
export function formatTap({ results }: Report): string {
  const [first] = results;
  const body = results.length === 1 && first ? points(first) : subtests(results);
  return `${['TAP version 14', ...body].join('\n')}\n`;
}

function subtests(results: readonly Result[]): string[] {
  const lines = [`1..${results.length}`];
  for (const [index, result] of results.entries()) {
    const name = escaped(kernelName(result));
    lines.push(`# Subtest: ${name}`, ...points(result).map((line) => `    ${line}`));
    const ok = hasFailed(casesOf(result)) ? 'not ok' : 'ok';
    const skip = result.verdict === 'untested' && ok === 'ok' ? ' # SKIP untested' : '';
    lines.push(`${ok} ${index + 1} - ${name}${skip}`);
  }
  return lines;
}

function points(result: Result): string[] {
  const cases = casesOf(result);
  const about = `# holerace ${result.holerace}, kernel ${escaped(kernelName(result))}, seed ${result.seed}`;
  return [`1..${cases.length}`, about, ...cases.flatMap(point)];
}

function point(one: Case, index: number): string[] {
  const { name, outcome, message, scenario, finding } = one;
  const ok = outcome === 'passed' || outcome === 'skipped' ? 'ok' : 'not ok';
  const skip = outcome === 'skipped' ? ` # SKIP ${escaped(message ?? '')}`.trimEnd() : '';
  const line = `${ok} ${index + 1} - ${escaped(name)}${skip}`;
  const facts = { ...(message === null ? {} : { message }), ...countsOf(scenario), ...finding };
  return [line, ...diagnostics(facts)];
}

function countsOf(scenario: ScenarioResult | null): object {
  if (scenario === null) return {};
  const { seconds, attempts, overlapped, early, late, stale, lasting, rateBound95 } = scenario;
  const counts = { seconds, attempts, overlapped, early, late, stale, lasting, rateBound95 };
  const unmet = scenario.gates.filter(({ met }) => !met);
  return {
    ...counts,
    ...(unmet.length === 0 ? {} : { unmet }),
    ...(stale === 0 ? {} : { evidence: scenario.evidence.slice(0, EVIDENCE_SHOWN).map(shorten) }),
  };
}

function shorten({ attempt, fileOffset, expected, mapped, pread, freshMapping }: Evidence): object {
  return { attempt, fileOffset, expected, mapped, pread, freshMapping };
}

/** A block of YAML. Its values are JSON, which YAML 1.2 takes as it is. */
function diagnostics(facts: object): string[] {
  const lines = Object.entries(facts).flatMap(([key, value]) => yamlLines(key, value));
  return lines.length === 0 ? [] : ['  ---', ...lines.map((line) => `  ${line}`), '  ...'];
}

function yamlLines(key: string, value: unknown): string[] {
  if (!Array.isArray(value)) return [`${key}: ${JSON.stringify(value)}`];
  return [`${key}:`, ...value.map((item) => `  - ${JSON.stringify(item)}`)];
}

/** A description ends at a hash sign, unless it is escaped. */
function escaped(text: string): string {
  return text.replace(/[\\#]/g, '\\$&');
}
