/** The corpus: inputs that are as large, as deep or as far out as their kind allows. Each was found to break a reader, or could. */
import t from 'tap';
import { readReport } from '../../../src/campaign/read-report.js';
import { formatterFor } from '../../../src/cli/options/formatter.js';
import { formatNames } from '../../../src/report/formats.js';
import { unpainted } from '../../../src/report/report.js';
import type { BisectReport } from '../../../src/result/campaign.js';
import { makeHeader, resultOf } from '../../fixtures/campaign.js';
import { bisects } from '../../fixtures/campaigns.js';
import { leaveCounts } from '../../fixtures/hostile/counts.js';
import { wrongRefusal } from '../../fixtures/hostile/readers.js';
import { INPUT_LIMIT_MS } from '../../fixtures/hostile/settings.js';
import { reports } from '../../fixtures/reports.js';

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const header = (over = {}): string => `${JSON.stringify(makeHeader(2, over))}\n`;
const run = (nth: number): string => {
  const result = resultOf('clean');
  const at = { kernel: 0, run: nth, startedAt: result.startedAt, seconds: 1, verdict: 'clean' };
  return `${JSON.stringify({ record: 'run', ...at, result })}\n`;
};
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const bisect = (counts: { clean: number; stale: number }): Buffer => {
  const { runs: _, ...rest } = bisects.found.bisect as BisectReport;
  return text({
    ...rest,
    kernels: rest.kernels.map(({ k, probability }) => ({ k, untested: 0, probability, ...counts })),
  });
};
const stale = reports.stale;
const [scenario] = stale.scenarios;
const withCounts = (counts: Record<string, unknown>): Buffer =>
  text({ ...stale, scenarios: [{ ...scenario, strategies: [], hits: [], ...counts }] });

/** Whether it is taken or refused, and what says so. */
const corpus: Readonly<Record<string, readonly [input: () => Buffer, refusal: RegExp | null]>> = {
  'a journal filled up with zeros, and a byte behind them': [
    () => Buffer.concat([Buffer.from(header()), Buffer.alloc(2_000_000), Buffer.from('x')]),
    null,
  ],
  'a journal of thousands of runs of one kernel': [
    () => Buffer.from(header() + Array.from({ length: 4000 }, (_, at) => run(at + 1)).join('')),
    null,
  ],
  'a journal of line feeds alone': [
    () => Buffer.concat([Buffer.from(header()), Buffer.alloc(50_000_000, '\n')]),
    null,
  ],
  'a journal whose options are nested a hundred thousand times': [
    () =>
      Buffer.from(
        header({ runOptions: {} }).replace('"runOptions":{}', `"runOptions":{"x":${nested(1e5)}}`),
      ),
    /is not a holerace journal/,
  ],
  'a bisect of more runs than memory holds': [
    () => bisect({ clean: 2 ** 53 - 1, stale: 0 }),
    /more than 100000 runs/,
  ],
  'a bisect of 2^32 runs of each kernel': [() => bisect({ clean: 2 ** 32, stale: 1 }), /more than/],
  'a result nested a million times': [() => Buffer.from(nested(1e6)), /is not a holerace result/],
  'objects nested a million times': [
    () => Buffer.from('{"a":'.repeat(1e6)),
    /truncated or damaged/,
  ],
  'a hundred megabytes of empty arrays': [
    () => Buffer.from(`{"a":[${'[],'.repeat(33_000_000)}[]]}`),
    /truncated or damaged/,
  ],
  'a hundred megabytes of braces, one a line': [
    () => Buffer.alloc(100_000_000, '{\n'),
    /truncated or damaged/,
  ],
  'millions of records and no result': [
    () => Buffer.alloc(15 * 2_000_000, '{"record":"x"}\n'),
    /holds no result/,
  ],
  'attempts beyond 2^32': [
    () => withCounts({ attempts: 2 ** 40 + 1, overlapped: 2 ** 40, early: 2 ** 39, late: 2 ** 39 }),
    null,
  ],
  'attempts at the end of whole numbers': [
    () =>
      withCounts({ attempts: 2 ** 53 - 1, overlapped: 2 ** 53 - 1, early: 1, late: 2 ** 53 - 2 }),
    null,
  ],
  'attempts beyond whole numbers': [() => withCounts({ attempts: 2 ** 53 }), /damaged/],
  'a stagger as wide as numbers go': [
    () =>
      withCounts({
        strategies: [
          {
            ...scenario?.strategies[0],
            staggers: [
              { from: 1 - 2 ** 53, to: 2 ** 53 - 1, early: 2 ** 40, late: 2 ** 40, stale: 1 },
            ],
          },
        ],
      }),
    null,
  ],
};

const formatters = await Promise.all(formatNames.map((name) => formatterFor(name, {})));
const rows: Record<string, string | number>[] = [];
for (const [name, [input, refusal]] of Object.entries(corpus)) {
  t.test(name, async (t) => {
    const bytes = input();
    const startedMs = performance.now();
    let said: unknown = null;
    try {
      const report = readReport([{ name: 'file', bytes }], () => undefined);
      for (const format of formatters) format(report, unpainted);
    } catch (error) {
      said = error;
    }
    const tookMs = performance.now() - startedMs;
    if (refusal === null) t.equal(said, null);
    else t.match((said as Error | null)?.message, refusal);
    if (said !== null) t.equal(wrongRefusal(said), null);
    t.ok(tookMs < INPUT_LIMIT_MS, `within its limit: ${Math.round(tookMs)} ms`);
    rows.push({ input: name, bytes: bytes.length, became: said === null ? 'taken' : 'refused' });
    leaveCounts('corpus', 'saved', rows);
  });
}

t.test('counts beyond 2^32 are told to the last digit', async (t) => {
  const bytes = withCounts({ attempts: 2 ** 40 + 1, overlapped: 2 ** 40, early: 0, late: 0 });
  const report = readReport([{ name: 'file', bytes }], () => undefined);
  for (const [index, format] of formatters.entries()) {
    const digits = format(report, unpainted).replaceAll(/(?<=\d)[,_.\u202f\u00a0 ](?=\d{3})/g, '');
    t.match(digits, /1099511627777|1099511627776/, formatNames[index] ?? '');
  }
});
