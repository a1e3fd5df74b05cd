/**
 * JUnit XML in the form that Jenkins and GitLab read: a suite for each kernel, a test case for each of its
 * cases. Stale and a complaint of the kernel are failures, a crash or a hang is an error, untested is skipped. Written by
 * fast-xml-builder, the writer of fast-xml-parser: small, and it escapes.
 */
import XMLBuilder from 'fast-xml-builder';
import type { Report } from '../report.js';
import type { Case } from './cases.js';
import { type Suite, suitesOf } from './suites.js';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** Renders a report as JUnit XML. */
export function formatJunit(report: Report): string {
  const suites = suitesOf(report);
  const seconds = suites.reduce((sum, suite) => sum + suite.seconds, 0);
  // Jenkins' schema (junit-10.xsd of its xUnit plugin) has it in a suite alone.
  const { '@skipped': _, ...totals } = totalsOf(
    suites.flatMap(({ cases }) => cases),
    seconds,
  );
  const root = { '@name': 'holerace', ...totals, testsuite: suites.map(suiteElement) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ testsuites: root })}`;
}

function totalsOf(cases: readonly Case[], seconds: number) {
  const count = (wanted: Case['outcome']): number =>
    cases.filter(({ outcome }) => outcome === wanted).length;
  return {
    '@tests': cases.length,
    '@failures': count('stale') + count('complaint'),
    '@errors': count('broken'),
    '@skipped': count('skipped'),
    '@time': timeOf(seconds),
  };
}

/** Seconds as Jenkins' schema takes them: digits and three decimals, never an exponent. A guest may say anything. */
const LONGEST_SECONDS = 1e9;

function timeOf(seconds: number): number {
  return Number(Math.min(seconds, LONGEST_SECONDS).toFixed(3));
}

function suiteElement({ name, cases, seconds, startedAt, properties, text }: Suite) {
  return {
    '@name': clean(name === 'bisect' ? name : `kernel ${name}`),
    ...totalsOf(cases, seconds),
    ...(startedAt === null ? {} : { '@timestamp': startedAt }),
    properties: {
      property: Object.entries(properties).map(([property, value]) => ({
        '@name': property,
        '@value': clean(String(value ?? '')),
      })),
    },
    testcase: cases.map(caseElement),
    'system-out': clean(text),
  };
}

function caseElement({ id, group, outcome, message, type, seconds }: Case) {
  const attributes = {
    '@classname': clean(`holerace.${group}`),
    '@name': clean(id),
    '@time': timeOf(seconds),
  };
  const why = { '@message': clean(message ?? '') };
  if (outcome === 'passed') return attributes;
  if (outcome === 'skipped') return { ...attributes, skipped: why };
  const failure = { '@type': type, ...why };
  return { ...attributes, [outcome === 'broken' ? 'error' : 'failure']: failure };
}

/** What XML 1.0 cannot hold, escaped or not: half surrogates and two code points (its rule 2, Char). */
function clean(text: string): string {
  return text.toWellFormed().replace(/[\ufffe\uffff]/g, '\ufffd');
}
