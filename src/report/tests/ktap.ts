/**
 * KTAP 1, as the kernel's tests print it (Documentation/dev-tools/ktap.rst). Several kernels are nested.
 * Untested is SKIP; a kernel that hung is TIMEOUT, one that crashed ERROR.
 */

import type { Report } from '../report.js';
import { type Case, isTimeout, type Outcome } from './cases.js';
import { type Suite, suiteOutcome, suitesOf } from './suites.js';

/** Renders a report as KTAP. */
export function formatKtap(report: Report): string {
  const suites = suitesOf(report);
  const [first] = suites;
  const lines = suites.length === 1 && first ? testsOf(first) : nested(suites);
  return `${lines.join('\n')}\n`;
}

function nested(suites: readonly Suite[]): string[] {
  const lines = ['KTAP version 1', `1..${suites.length}`];
  for (const [index, suite] of suites.entries()) {
    lines.push(...testsOf(suite).map((line) => `  ${line}`));
    const outcome = suiteOutcome(suite);
    const skip = outcome === 'skipped' ? ' # SKIP untested' : '';
    const ok = outcome === 'failed' ? 'not ok' : 'ok';
    lines.push(`${ok} ${index + 1} ${plain(suite.name)}${skip}`);
  }
  return lines;
}

function testsOf({ cases, about }: Suite): string[] {
  return ['KTAP version 1', `1..${cases.length}`, `# ${about}`, ...cases.flatMap(test)];
}

/** The lines about a test stand before its result. */
function test(one: Case, index: number): string[] {
  const ok = one.outcome === 'passed' || one.outcome === 'skipped' ? 'ok' : 'not ok';
  const why = [directive(one), one.message ?? ''].filter(Boolean).join(' ');
  const result = `${ok} ${index + 1} ${plain(one.name)}`;
  return [...one.lines.map((line) => `# ${line}`), why === '' ? result : `${result} # ${why}`];
}

function directive(one: Case): string {
  const directives: Readonly<Record<Outcome, string>> = {
    passed: '',
    stale: '',
    complaint: '',
    skipped: 'SKIP',
    broken: isTimeout(one) ? 'TIMEOUT' : 'ERROR',
  };
  return directives[one.outcome];
}

/** A description cannot hold a hash sign. */
function plain(text: string): string {
  return text.replaceAll('#', '');
}
