import t from 'tap';
import { annotationsOf } from '../../src/report/annotations.js';
import { reportOf } from '../../src/report/report.js';
import { bisects, makeSweep } from '../fixtures/campaigns.js';
import { hostileResult, reports } from '../fixtures/reports.js';
import { makeResult } from '../fixtures/results.js';

t.test('a verdict is an annotation of its kind', async (t) => {
  t.same(annotationsOf(reportOf(reports.clean)), [
    '::notice title=clean%3A 6.1.0 (/boot/vmlinuz-6.1.0)::no stale read in 3,000 overlapped attempts',
  ]);
  t.match(annotationsOf(reportOf(reports.stale)), [/^::error title=stale%3A .*::6 stale reads$/]);
  t.match(annotationsOf(reportOf(reports.broken)), [
    /^::warning title=untested%3A .*::the guest panicked$/,
  ]);
  t.match(annotationsOf(reportOf(reports.hung)), [
    /^::error /,
    /^::warning title=hang%3A .*::it hung$/,
  ]);
});

t.test('whatever a guest has said stays on its line and in its place', async (t) => {
  const reason = '100%\n::error::forged\r';
  const [line = ''] = annotationsOf(reportOf(makeResult({ verdict: 'untested', reason })));
  t.ok(line.endsWith('::100%25%0A::error::forged%0D'), line);
  const title = /^::error title=([^:]*)::/.exec(
    annotationsOf(reportOf(hostileResult()))[0] ?? '',
  )?.[1];
  t.match(title, /^stale%3A /);
  t.notMatch(title, /[:,\n]/);
});

t.test('a sweep is told with each stale kernel, as far as GitHub shows them', async (t) => {
  const tell = (sweep = makeSweep()) =>
    annotationsOf({ results: [], campaigns: [{ kind: 'sweep', sweep }] });
  t.match(tell(), [
    '::error title=stale%3A sweep::of 5 kernels 1 stale, 1 clean, 3 untested',
    /^::error title=stale%3A k1::6 stale reads$/,
  ]);
  const [, stale] = makeSweep().kernels;
  const kernels = stale === undefined ? [] : Array(40).fill(stale);
  t.equal(tell(makeSweep({ kernels })).length, 10);
});

t.test('a bisect is told by its answer', async (t) => {
  const tell = (part: (typeof bisects)[keyof typeof bisects]) =>
    annotationsOf({ results: [], campaigns: [part] });
  t.match(tell(bisects.found), [/^::notice title=bisect::the first bad kernel is k13 \(99/]);
  t.match(tell(bisects.unknown), [/^::warning title=bisect::the first bad kernel is not known/]);
});
