/**
 * TAP 14 or 13 (testanything.org/tap-version-14-specification.html): a test point for each case, its facts as
 * diagnostics; several kernels are subtests, which a reader of TAP 13 passes over. `ok # SKIP` is how TAP says
 * untested.
 */

import type { Report } from '../report.js';
import type { Case } from './cases.js';
import { type Suite, suiteOutcome, suitesOf } from './suites.js';

/** What the first line may call itself: Perl's prove refuses a version that it does not know. */
export const TAP_VERSIONS = ['14', '13'] as const;
export type TapVersion = (typeof TAP_VERSIONS)[number];

/** Renders a report as TAP. */
export function formatTap(report: Report, version: TapVersion = '14'): string {
  const suites = suitesOf(report);
  const [first] = suites;
  const body = suites.length === 1 && first ? points(first) : subtests(suites);
  return `${[`TAP version ${version}`, ...body].join('\n')}\n`;
}

function subtests(suites: readonly Suite[]): string[] {
  const lines = [`1..${suites.length}`];
  for (const [index, suite] of suites.entries()) {
    const name = escaped(suite.name);
    lines.push(`# Subtest: ${name}`, ...points(suite).map((line) => `    ${line}`));
    const outcome = suiteOutcome(suite);
    const skip = outcome === 'skipped' ? ' # SKIP untested' : '';
    lines.push(`${outcome === 'failed' ? 'not ok' : 'ok'} ${index + 1} - ${name}${skip}`);
  }
  return lines;
}

function points({ cases, about }: Suite): string[] {
  return [`1..${cases.length}`, `# ${escaped(about)}`, ...cases.flatMap(point)];
}

function point({ name, outcome, message, facts }: Case, index: number): string[] {
  const ok = outcome === 'passed' || outcome === 'skipped' ? 'ok' : 'not ok';
  const skip = outcome === 'skipped' ? ` # SKIP ${escaped(message ?? '')}`.trimEnd() : '';
  const line = `${ok} ${index + 1} - ${escaped(name)}${skip}`;
  return [line, ...diagnostics({ ...facts, ...(message === null ? {} : { message }) })];
}

/** A block of YAML. Its keys and values are JSON, which YAML 1.2 takes as it is. */
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
