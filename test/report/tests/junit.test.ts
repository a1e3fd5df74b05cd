import { SaxesParser } from 'saxes';
import t from 'tap';
import { formatJunit } from '../../../src/report/tests/junit.js';
import type { Result } from '../../../src/result/result.js';
import { bisects, campaignParts, hostileCampaigns, makeSweep } from '../../fixtures/campaigns.js';
import { HOSTILE, hostileResult, reports } from '../../fixtures/reports.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML with saxes, which throws where it is not well-formed. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  const [first] = root.children;
  if (first === undefined) throw new Error('no element');
  return first;
}

function read(...results: Result[]): Element {
  return parse(formatJunit({ results }));
}

const named = (element: Element | undefined, name: string): Element[] =>
  element?.children.filter((child) => child.name === name) ?? [];

t.test('every kind of result has its place', async (t) => {
  const root = read(reports.clean, reports.stale, reports.untested, reports.broken);
  t.equal(root.name, 'testsuites');
  t.match(root.attributes, { tests: '13', failures: '1', errors: '1', skipped: undefined });
  const suites = named(root, 'testsuite');
  t.same(
    suites.map(({ attributes: { tests, failures, errors, skipped } }) =>
      [tests, failures, errors, skipped].join(),
    ),
    ['3,0,0,0', '4,1,0,0', '4,0,0,1', '2,0,1,0'],
  );
  t.match(suites[0]?.attributes, {
    name: 'kernel 6.1.0 (/boot/vmlinuz-6.1.0)',
    time: '12.1',
    timestamp: '2017-05-10T12:00:00.000Z',
  });
});

t.test('totals are what the cases say', async (t) => {
  const root = read(...Object.values(reports), hostileResult());
  for (const suite of named(root, 'testsuite')) {
    const cases = named(suite, 'testcase');
    const count = (name: string) => `${cases.filter((one) => named(one, name).length > 0).length}`;
    t.equal(suite.attributes.tests, `${cases.length}`);
    t.equal(suite.attributes.failures, count('failure'));
    t.equal(suite.attributes.errors, count('error'));
    t.equal(suite.attributes.skipped, count('skipped'));
  }
});

t.test('a case says why it did not pass', async (t) => {
  const [stale] = named(named(read(reports.stale), 'testsuite')[0], 'testcase');
  t.match(stale?.attributes, { classname: 'holerace.ext4', name: 'fault-write-race', time: '10' });
  t.match(named(stale, 'failure')[0]?.attributes, { type: 'stale', message: /6 stale/ });
  const [crash] = named(named(read(reports.broken), 'testsuite')[0], 'testcase');
  t.match(named(crash, 'error')[0]?.attributes, { type: 'panic', message: /the guest panicked/ });
});

t.test('a complaint of the kernel is a failure, and its trace stands in the text', async (t) => {
  const [suite] = named(read(reports.complained), 'testsuite');
  const complaint = named(suite, 'testcase')[2];
  t.match(named(complaint, 'failure')[0]?.attributes, { type: 'complaint', message: /3 times/ });
  t.match(named(suite, 'system-out')[0]?.text, /\| {3}dax_fault_iter\+0x241/);
  const unheard = named(named(read(reports.unheard), 'testsuite')[0], 'testcase')[2];
  t.match(named(unheard, 'skipped')[0]?.attributes, { message: /nobody could listen/ });
});

t.test('the suite holds the seed and the text report', async (t) => {
  const [suite] = named(read(reports.stale), 'testsuite');
  const properties = named(named(suite, 'properties')[0], 'property');
  const values = Object.fromEntries(
    properties.map(({ attributes: { name, value } }) => [name, value]),
  );
  t.match(values, { seed: '7', verdict: 'stale', release: '6.1.0', accel: 'tcg', cpus: '2' });
  t.match(named(suite, 'system-out')[0]?.text, /\nstale: 6 stale reads\n$/);
});

t.test('whatever a guest has said is text', async (t) => {
  const [suite] = named(read(hostileResult()), 'testsuite');
  const legal = HOSTILE.replaceAll('\ud800', '\ufffd').replaceAll('\uffff', '\ufffd');
  const [first, second] = named(suite, 'testcase');
  t.equal(first?.attributes.name, legal);
  t.equal(named(second, 'skipped')[0]?.attributes.message, legal);
});

t.test('a sweep is a suite for each kernel, a bisect one', async (t) => {
  const sweep = parse(
    formatJunit({ results: [], campaigns: [{ kind: 'sweep', sweep: makeSweep() }] }),
  );
  t.match(sweep.attributes, { tests: '14', failures: '1', errors: '1' });
  const suites = named(sweep, 'testsuite');
  t.match(suites[4]?.attributes, { name: 'kernel k4', skipped: '1' });
  t.match(named(suites[1], 'system-out')[0]?.text, /QEMU: qemu-system-x86_64/);
  const suite = (part: (typeof bisects)[keyof typeof bisects]) =>
    named(parse(formatJunit({ results: [], campaigns: [part] })), 'testsuite')[0];
  t.match(suite(bisects.found)?.attributes, { name: 'bisect', tests: '1', failures: '0' });
  t.match(named(suite(bisects.found), 'system-out')[0]?.text, /the first bad kernel is k13/);
  t.match(suite(bisects.refused)?.attributes, { errors: '1' });
  t.ok(parse(formatJunit({ results: [], campaigns: hostileCampaigns() })));
});

/** What one element may have: attributes, those of them that it must have, and children, in any order. */
interface Rule {
  readonly attributes: readonly string[];
  readonly must: readonly string[];
  readonly children: readonly string[];
}

const COUNTS = ['tests', 'failures', 'errors'];
const WHY: Rule = { attributes: ['type', 'message'], must: [], children: [] };
const PLAIN: Rule = { attributes: [], must: [], children: [] };

/** The rules of junit-10.xsd (jenkinsci/xunit-plugin, MIT), as far as they are of elements that are written here. */
const RULES: Readonly<Record<string, Rule>> = {
  testsuites: { attributes: ['name', 'time', ...COUNTS], must: [], children: ['testsuite'] },
  testsuite: {
    attributes: ['name', 'time', ...COUNTS, 'skipped', 'timestamp', 'hostname', 'id', 'package'],
    must: ['name', ...COUNTS],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { ...PLAIN, children: ['property'] },
  property: { ...PLAIN, attributes: ['name', 'value'], must: ['name', 'value'] },
  testcase: {
    attributes: ['name', 'time', 'classname', 'group'],
    must: ['name'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  ...{ failure: WHY, error: WHY, skipped: WHY, 'system-out': PLAIN, 'system-err': PLAIN },
};
/** Its type SUREFIRE_TIME. */
const TIME = /^(?:(?:[0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(?:\.[0-9]{0,3})?$/;

/** What of an element and all below it breaks the rules. */
function broken(element: Element): string[] {
  const { name, attributes, children } = element;
  const rule = RULES[name];
  if (rule === undefined) return [`there is no ${name}`];
  const { time } = attributes;
  return [
    ...Object.keys(attributes)
      .filter((one) => !rule.attributes.includes(one))
      .map((one) => `${name} has no ${one}`),
    ...rule.must.filter((one) => !(one in attributes)).map((one) => `${name} lacks ${one}`),
    ...(time === undefined || TIME.test(time) ? [] : [`${name} has the time ${time}`]),
    ...children
      .filter((child) => !rule.children.includes(child.name))
      .map((child) => `${name} holds no ${child.name}`),
    ...children.flatMap(broken),
  ];
}

t.test("it keeps the rules of Jenkins' schema", async (t) => {
  const all = [...Object.values(reports), hostileResult()];
  const long = all.map((result) => ({ ...result, seconds: 1e300 }));
  const campaigns = [...campaignParts(), ...hostileCampaigns()];
  t.same(broken(parse(formatJunit({ results: [...all, ...long], campaigns }))), []);
  t.same(broken(parse('<testsuites skipped="1"><testcase time="1e+30"/></testsuites>')), [
    'testsuites has no skipped',
    'testsuites holds no testcase',
    'testcase lacks name',
    'testcase has the time 1e+30',
  ]);
});
