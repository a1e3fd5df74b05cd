/** Saved results, reports of campaigns and records: whatever they hold, they are refused or rendered in every format. */
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import t from 'tap';
import { Parser } from 'tap-parser';
import { readReport } from '../../../src/campaign/read-report.js';
import { formatterFor } from '../../../src/cli/options/formatter.js';
import { type Format, formatNames } from '../../../src/report/formats.js';
import { type Report, unpainted } from '../../../src/report/report.js';
import { bisects, campaignParts } from '../../fixtures/campaigns.js';
import { changed, damaged } from '../../fixtures/hostile/mutations.js';
import { holdReader } from '../../fixtures/hostile/readers.js';
import { reports } from '../../fixtures/reports.js';

const formatters = new Map(
  await Promise.all(formatNames.map(async (name) => [name, await formatterFor(name, {})] as const)),
);

/** Every control character but the line feed, and what turns a line around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass.
const DRIVES_A_TERMINAL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** What is wrong with a report in a format. */
const WRONGS: Readonly<Partial<Record<Format, (text: string) => string | null>>> = {
  junit: (text) => {
    let wrong: string | null = null;
    const parser = new SaxesParser();
    parser.on('error', ({ message }) => {
      wrong ??= `no XML: ${message}`;
    });
    parser.write(text).close();
    return wrong;
  },
  ndjson: (text) => {
    for (const line of text.trimEnd().split('\n')) JSON.parse(line);
    return null;
  },
  tap: (text) => {
    const parser = new Parser({ strict: true });
    parser.end(text);
    const extra = parser.failures.filter(({ tapError }) => tapError);
    return extra.length === 0 ? null : `no TAP: ${JSON.stringify(extra[0]).slice(0, 300)}`;
  },
  html: (text) => (/<script/i.test(text) ? 'a script of others' : null),
};

/** A report in every format: what is wrong with one, null where all are well. */
function wrongReport(report: Report): string | null {
  for (const [name, format] of formatters) {
    const text = format(report, unpainted);
    if (!text.endsWith('\n')) return `${name} does not end its last line`;
    if (DRIVES_A_TERMINAL.test(text))
      return `${name} drives a terminal: ${JSON.stringify(DRIVES_A_TERMINAL.exec(text))}`;
    // What cannot be written as UTF-8 would be written as something else.
    const written = Buffer.from(text).toString();
    const wrong = WRONGS[name]?.(written) ?? null;
    if (wrong !== null) return `${name}: ${wrong}`;
  }
  return null;
}

const read = (bytes: Buffer): string | null =>
  wrongReport(readReport([{ name: 'saved.json', bytes }], () => undefined));

const { long: _, ...shortBisects } = bisects;
const wholes = [
  ...Object.values(reports),
  ...campaignParts().flatMap((part) => (part.kind === 'sweep' ? [part.sweep] : [])),
  ...Object.values(shortBisects).map(({ bisect }) => bisect),
];
const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

t.test('results and reports of campaigns, changed in a few places', async (t) => {
  await holdReader(t, 'saved results, changed', changed(wholes).map(bytesOf), read);
});

t.test('results and reports of campaigns, damaged', async (t) => {
  const whole = fc.constantFrom(...wholes).map(bytesOf);
  await holdReader(t, 'saved results, damaged', damaged(whole), read);
});

t.test('records as --format ndjson has saved them', async (t) => {
  const record = changed([
    { record: 'result', result: reports.stale },
    { record: 'result', result: reports.clean },
    { record: 'sweep', sweep: campaignParts()[0] },
    { record: 'racing', scenario: 'x', filesystem: 'y' },
  ]);
  const stream = fc
    .array(record, { maxLength: 4 })
    .map((records) => Buffer.from(records.map((one) => `${JSON.stringify(one)}\n`).join('')));
  await holdReader(t, 'saved records', damaged(stream), read);
});
