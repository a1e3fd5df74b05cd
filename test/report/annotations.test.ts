import t from 'tap';
import { annotationsOf } from '../../src/report/annotations.js';
import { hostileResult, reports } from '../fixtures/reports.js';
import { makeResult } from '../fixtures/results.js';

t.test('a verdict is an annotation of its kind', async (t) => {
  t.same(annotationsOf(reports.clean), [
    '::notice title=clean%3A 6.1.0 (/boot/vmlinuz-6.1.0)::no stale read in 3,000 overlapped attempts',
  ]);
  t.match(annotationsOf(reports.stale), [/^::error title=stale%3A .*::6 stale reads$/]);
  t.match(annotationsOf(reports.broken), [/^::warning title=untested%3A .*::the guest panicked$/]);
  t.match(annotationsOf(reports.hung), [/^::error /, /^::warning title=hang%3A .*::it hung$/]);
});

t.test('whatever a guest has said stays on its line and in its place', async (t) => {
  const reason = '100%\n::error::forged\r';
  const [line = ''] = annotationsOf(makeResult({ verdict: 'untested', reason }));
  t.ok(line.endsWith('::100%25%0A::error::forged%0D'), line);
  const title = /^::error title=([^:]*)::/.exec(annotationsOf(hostileResult())[0] ?? '')?.[1];
  t.match(title, /^stale%3A /);
  t.notMatch(title, /[:,\n]/);
});
