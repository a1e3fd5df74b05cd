/**
 * JUnit XML in the form that Jenkins and GitLab read: a suite for each result, a test case for each of its
 * cases. Stale is a failure, a crash or a hang is an error, untested is skipped. Written by
 * fast-xml-builder, the writer of fast-xml-parser: small, and it escapes.
 */
import XMLBuilder from 'fast-xml-builder';
import { type Case, casesOf } from './cases.js';
import type { Report } from './report.js';
import type { Result } from './result.js';
import { formatText } from './text.js';
import { kernelName } from './words.js';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** Renders a report as JUnit XML. */
export function formatJunit({ results }: Report): string {
  const suites = results.map(suiteOf);
  const sum = (name: keyof Totals): number =>
    suites.reduce((all, suite) => all + suite[`@${name}`], 0);
  const totals = attributes({
    tests: sum('tests'),
    failures: sum('failures'),
    errors: sum('errors'),
    skipped: sum('skipped'),
    time: sum('time'),
  });
  const root = { '@name': 'holerace', ...totals, testsuite: suites };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ testsuites: root })}`;
}

interface Totals {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly time: number;
}

type Attributes = { readonly [Name in keyof Totals as `@${Name}`]: number };

function attributes({ tests, failures, errors, skipped, time }: Totals): Attributes {
  const counts = { '@tests': tests, '@failures': failures, '@errors': errors };
  return { ...counts, '@skipped': skipped, '@time': Number(time.toFixed(3)) };
}

function suiteOf(result: Result) {
  const cases = casesOf(result);
  const count = (wanted: Case['outcome']): number =>
    cases.filter(({ outcome }) => outcome === wanted).length;
  return {
    '@name': clean(`kernel ${kernelName(result)}`),
    ...attributes({
      tests: cases.length,
      failures: count('stale'),
      errors: count('broken'),
      skipped: count('skipped'),
      time: result.seconds,
    }),
    '@timestamp': result.startedAt,
    properties: { property: propertiesOf(result) },
    testcase: cases.map(caseOf),
    'system-out': clean(formatText(result)),
  };
}

function propertiesOf({ holerace, seed, verdict, kernel, machine, expect }: Result) {
  const { release, source } = kernel;
  const facts = { holerace, seed, verdict, release, source, ...machine, expect };
  return Object.entries(facts).map(([name, value]) => ({
    '@name': name,
    '@value': clean(String(value ?? '')),
  }));
}

function caseOf({ name, outcome, message, scenario, finding }: Case) {
  const attributes = {
    '@classname': clean(`holerace.${scenario?.filesystem ?? 'kernel'}`),
    '@name': clean(scenario?.id ?? name),
    '@time': Number((scenario?.seconds ?? 0).toFixed(3)),
  };
  const why = { '@message': clean(message ?? '') };
  if (outcome === 'passed') return attributes;
  if (outcome === 'skipped') return { ...attributes, skipped: why };
  const type = { '@type': finding?.kind ?? 'stale' };
  return { ...attributes, [outcome === 'stale' ? 'failure' : 'error']: { ...type, ...why } };
}

/** What XML 1.0 cannot hold, escaped or not: half surrogates and two code points (its rule 2, Char). */
function clean(text: string): string {
  return text.toWellFormed().replace(/[\ufffe\uffff]/g, '\ufffd');
}
