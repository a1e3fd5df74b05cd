import fc from 'fast-check';
import t from 'tap';
import { UsageError } from '../../src/errors.js';
import { readSaved } from '../../src/report/saved.js';
import { bisects, makeSweep } from '../fixtures/campaigns.js';
import { reports } from '../fixtures/reports.js';
import { makeResult, makeScenario } from '../fixtures/results.js';
import { savedReduction } from '../fixtures/saved-reduction.js';

const json = JSON.stringify(reports.stale);
const record = (result: object): string => JSON.stringify({ record: 'result', result });

t.test('a result is read as it was saved', async (t) => {
  t.same(readSaved('x', json), { results: [reports.stale], campaigns: [], reductions: [] });
  t.same(
    readSaved('x', JSON.stringify(reports.stale, null, 2)).results,
    [reports.stale],
    'indented',
  );
});

t.test('records are read for the results among them', async (t) => {
  const racing = '{"record":"racing","scenario":"a","filesystem":"b"}';
  const text = [racing, record(reports.clean), racing, record(reports.stale), ''].join('\n');
  t.same(readSaved('x', text).results, [reports.clean, reports.stale]);
  t.same(readSaved('x', record(reports.clean)).results, [reports.clean], 'a single one');
});

t.test('what holds no result is refused in a sentence', async (t) => {
  const newer = { ...reports.clean, schema: 'holerace.result/2' };
  const stale = makeScenario({ verdict: 'stale', stale: 1, rateBound95: null });
  const refused: readonly [name: string, text: string, message: RegExp][] = [
    ['empty', ' \n', /^x is empty: give the file of --json$/],
    ['foreign text', 'hello\nworld', /^x is not a holerace result/],
    ['foreign JSON', '{"name":"holerace"}', /^x is not a holerace result/],
    ['a list', '[1]', /^x is not a holerace result/],
    ['a number', '7', /^x is not a holerace result/],
    ['binary', '\u0000\u0001\u0002', /^x is not a holerace result/],
    ['truncated', json.slice(0, json.length / 2), /^x is truncated or damaged/],
    ['truncated records', `{"record":"start"}\n${json.slice(0, 99)}`, /^x is truncated or damaged/],
    ['records alone', '{"record":"start"}\n{"record":"done"}', /^x holds no result: its race/],
    ['newer', JSON.stringify(newer), /^x is holerace\.result\/2, .*: update holerace$/],
    ['damaged', JSON.stringify({ ...reports.clean, seed: 'x' }), /^x is damaged: seed: /],
    ['better than it is', JSON.stringify(makeResult({ scenarios: [stale] })), /contradicts itself/],
    [
      'impossible',
      JSON.stringify(makeResult({ scenarios: [{ ...stale, stale: 0 }] })),
      /contradicts/,
    ],
  ];
  for (const [name, text, message] of refused)
    t.throws(() => readSaved('x', text), { message }, name);
});

const { bisect } = bisects.found;

t.test('reports of campaigns are read as they were saved, and as records', async (t) => {
  for (const campaign of [makeSweep(), ...Object.values(bisects).map((part) => part.bisect)]) {
    t.same(readSaved('x', JSON.stringify(campaign)), {
      results: [],
      campaigns: [campaign],
      reductions: [],
    });
  }
  const run = '{"record":"run","kernel":0,"k":"k0","verdict":"clean"}';
  const text = [run, JSON.stringify({ record: 'sweep', sweep: makeSweep() }), ''].join('\n');
  t.same(readSaved('x', text), { results: [], campaigns: [makeSweep()], reductions: [] });
  const { runs: _, ...older } = bisect;
  t.same(readSaved('x', JSON.stringify(older)).campaigns, [older], 'without its runs');
});

t.test('a reduction is read with the result of its least, and as a record', async (t) => {
  const saved = readSaved('x', JSON.stringify(savedReduction));
  t.same(saved.reductions, [savedReduction]);
  t.equal(saved.results[0], saved.reductions[0]?.result, 'which is the same object');
  const record = JSON.stringify({ record: 'reduction', reduction: savedReduction });
  t.same(readSaved('x', record), saved);
  const without = { ...savedReduction, result: null };
  t.same(readSaved('x', JSON.stringify(without)).results, []);
});

t.test('a reduction that contradicts itself is refused', async (t) => {
  const { windows, least } = savedReduction;
  const [window] = windows;
  const of = (over: object) => ({ ...savedReduction, windows: [{ ...window, ...over }] });
  const lies = [
    { ...savedReduction, scenario: 'punch-read-race' },
    { ...savedReduction, result: reports.clean },
    { ...savedReduction, least: { ...least, stale: 0 } },
    of({ first: 'c entry', last: 'b return' }),
    of({ first: 'a entry' }),
    of({ last: 'z entry' }),
    of({ points: [] }),
  ];
  for (const lie of lies) t.throws(() => readSaved('x', JSON.stringify(lie)), /contradicts itself/);
});

t.test('a campaign that contradicts itself is refused', async (t) => {
  const { kernels } = makeSweep();
  const [clean, stale, ...rest] = kernels;
  const [first, ...others] = bisect.kernels;
  const refused: readonly [name: string, campaign: object, message: RegExp][] = [
    ['a better verdict', makeSweep({ verdict: 'clean' }), /contradicts itself/],
    [
      'a kernel better than its result',
      makeSweep({
        verdict: 'untested',
        kernels: [{ ...stale, verdict: 'clean' } as never, ...rest],
      }),
      /contradicts itself/,
    ],
    [
      'a verdict without a result',
      makeSweep({ verdict: 'clean', kernels: [{ ...clean, result: null } as never] }),
      /contradicts itself/,
    ],
    [
      'counts that the runs do not have',
      { ...bisect, kernels: [{ ...first, clean: 9 }, ...others] },
      /contradicts/,
    ],
    ['a run of no kernel', { ...bisect, runs: [{ kernel: 20, verdict: 'clean' }] }, /contradicts/],
    [
      'an answer of no kernel',
      { ...bisect, answer: { kernels: ['x'], probability: 1 } },
      /contradicts/,
    ],
    [
      'no probability',
      { ...bisect, answer: { kernels: ['k13'], probability: 7 } },
      /is damaged: answer/,
    ],
    [
      'newer',
      { ...bisect, schema: 'holerace.bisect/2' },
      /is holerace\.bisect\/2, .*: update holerace$/,
    ],
    ['no kernels', { ...bisect, kernels: [] }, /is damaged: kernels/],
  ];
  for (const [name, campaign, message] of refused)
    t.throws(() => readSaved('x', JSON.stringify(campaign)), { message }, name);
});

t.test('whatever is cut off or changed, it is read or refused, never thrown about', async (t) => {
  const anywhere = fc.integer({ min: 0, max: json.length });
  fc.assert(
    fc.property(anywhere, anywhere, fc.string(), (one, other, between) => {
      const [from, to] = one < other ? [one, other] : [other, one];
      try {
        return readSaved('x', json.slice(0, from) + between + json.slice(to)) !== null;
      } catch (error) {
        return error instanceof UsageError && !/\n/.test(error.message);
      }
    }),
  );
  t.pass('read or refused');
});
