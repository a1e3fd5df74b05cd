import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { Parser, type Result as TapPoint } from 'tap-parser';
import { formatTap, type TapVersion } from '../../../src/report/tests/tap.js';
import { bisects, hostileCampaigns, makeSweep } from '../../fixtures/campaigns.js';
import { hostileResult, reports } from '../../fixtures/reports.js';

/** Re-reads TAP with tap-parser, strictly: what is no TAP is a failure. */
function parse(text: string) {
  const points: TapPoint[] = [];
  const children: { name: string; points: TapPoint[] }[] = [];
  const comments: string[] = [];
  const parser = new Parser({ strict: true });
  parser.on('assert', (point) => points.push(point));
  parser.on('comment', (comment) => comments.push(comment));
  parser.on('child', (child) => {
    const own: TapPoint[] = [];
    children.push({ name: child.name, points: own });
    child.on('assert', (point: TapPoint) => own.push(point));
  });
  parser.end(text);
  return { points, children, comments, final: parser.results };
}

const parsed = (name: keyof typeof reports) => parse(formatTap({ results: [reports[name]] }));

t.test('a clean result is a passed plan, with its counts', async (t) => {
  const { points, final, comments } = parsed('clean');
  t.match(final, { ok: true, count: 3, pass: 3, fail: 0, skip: 0, failures: [] });
  t.equal(points[0]?.name, 'ext4 fault-write-race');
  t.match(points[0]?.diag, { attempts: 4000, overlapped: 3000, stale: 0, rateBound95: 0.001 });
  t.match(comments.join(''), /seed 7/);
});

t.test('stale is not ok, with evidence', async (t) => {
  const { points, final } = parsed('stale');
  t.match(final, { ok: false, count: 4, fail: 1 });
  t.match(points[0]?.diag, { stale: 6, evidence: { length: 3 }, message: /6 stale/ });
  t.match(points[0]?.diag.evidence[0], { attempt: 1, mapped: '00'.repeat(16) });
});

t.test('untested is a skip with its reason', async (t) => {
  const { points, final } = parsed('untested');
  t.match(final, { ok: true, count: 4, skip: 1 });
  t.equal(points[1]?.skip, 'no huge page was mapped');
  t.match(points[1]?.diag.unmet, [{ id: 'huge', met: false }]);
  const nothing = parsed('nothing');
  t.match(nothing.final, { ok: true, count: 3, skip: 1 });
  t.equal(nothing.points[1]?.skip, 'no DAX here');
});

t.test('a crash is a point of its own that is not ok', async (t) => {
  const { points, final } = parsed('broken');
  t.match(final, { ok: false, count: 2, fail: 1 });
  t.match(points[0]?.diag, { kind: 'panic', consoleLog: '/crashes/console.log' });
});

t.test('a complaint of the kernel is a point that is not ok, with its trace', async (t) => {
  const { points, final } = parsed('complained');
  t.match(final, { ok: false, count: 3, fail: 1 });
  const [complaint] = points[2]?.diag.complaints ?? [];
  t.equal(points[2]?.name, 'the kernel does not complain');
  t.match(complaint, { function: 'dax_insert_entry', times: 3, text: { length: 4 } });
  const unheard = parsed('unheard');
  t.match(unheard.final, { ok: true, count: 3, skip: 1 });
  t.match(unheard.points[2]?.skip, /nobody could listen/);
});

t.test('several kernels are subtests', async (t) => {
  const results = [reports.clean, reports.stale, reports.untested];
  const { points, children, final } = parse(formatTap({ results }));
  t.match(final, { ok: false, count: 3, fail: 1, skip: 1 });
  t.same(
    children.map(({ points: own }) => own.length),
    [3, 4, 4],
  );
  t.equal(children[0]?.name, '6.1.0 (/boot/vmlinuz-6.1.0)');
  t.match(points[2], { ok: true, skip: 'untested' });
});

t.test('a sweep is a subtest for each kernel, a bisect one point', async (t) => {
  const sweep = parse(
    formatTap({ results: [], campaigns: [{ kind: 'sweep', sweep: makeSweep() }] }),
  );
  t.match(sweep.final, { ok: false, count: 5, fail: 2, skip: 2 });
  t.match(sweep.children[4]?.points, [{ ok: true, skip: 'not tested' }]);
  const point = (part: (typeof bisects)[keyof typeof bisects]) =>
    parse(formatTap({ results: [], campaigns: [part] })).points;
  t.match(point(bisects.found), [
    { ok: true, skip: false, name: 'the first bad kernel is found', diag: { confidence: 0.99 } },
  ]);
  t.match(point(bisects.unknown), [{ ok: true, skip: /is not known with a confidence of 99/ }]);
  t.match(point(bisects.refused), [{ ok: false, diag: { message: /the good end k0 is stale/ } }]);
});

t.test('no text of a campaign can forge a point', async (t) => {
  const { final } = parse(formatTap({ results: [], campaigns: hostileCampaigns() }));
  t.match(final, { count: 3, fail: 1, skip: 1, failures: { length: 1 } });
});

t.test('no text of a guest can forge a point', async (t) => {
  for (const results of [[hostileResult()], [hostileResult(), reports.clean]]) {
    const { final, points, children } = parse(formatTap({ results }));
    const own = children[0]?.points ?? points;
    t.match(final, { ok: false, count: results.length === 1 ? 4 : 2 });
    t.same(
      own.map(({ ok, skip }) => [ok, skip !== false]),
      [
        [false, false],
        [true, true],
        [false, false],
        [false, false],
      ],
    );
  }
});

t.test('prove reads version 13, which is 14 but for its name', async (t) => {
  const results = Object.values(reports);
  const file = path.join(t.testdir(), 'report');
  const prove = (version: TapVersion) => {
    writeFileSync(file, formatTap({ results }, version));
    return spawnSync('prove', ['--exec', 'cat', file], { encoding: 'utf8' }).stdout;
  };
  const read = prove('13');
  t.match(read, `Tests: ${results.length}`);
  t.notMatch(read, /Parse errors/);
  t.ok(formatTap({ results }, '13').startsWith('TAP version 13\n'));
  const [, ...lines] = formatTap({ results }).split('\n');
  t.same(formatTap({ results }, '13').split('\n').slice(1), lines);
});
