import t from 'tap';
import type { ProbePoint } from '../../../src/native/probe-point.js';
import { STRATEGIES } from '../../../src/race/strategies/list.js';
import { PointList } from '../../../src/race/strategies/point-list.js';
import { NO_PROBE, ProbePoints } from '../../../src/race/strategies/probe-points.js';
import { ToldFunctions } from '../../../src/race/strategies/told-functions.js';
import { faultWriteRace } from '../../../src/scenarios/fault-write-race.js';
import type { Step } from '../../../src/scenarios/scenario.js';

const [STEP] = faultWriteRace.steps as readonly [Step];
const LISTED: readonly ProbePoint[] = [
  { symbol: 'listed_one', at: 'return' },
  { symbol: 'listed_two', at: 'return' },
];
const TURNS = 400;

interface Race {
  readonly asked?: readonly ProbePoint[];
  /** Calls that get to a point in one of its turns. */
  readonly reached?: (name: string) => number;
  readonly hits?: (name: string) => number;
}

/** A probe whose kernel tells of some functions. */
function probeThatIsTold(names: readonly string[], asked = LISTED) {
  const told = new ToldFunctions('ext4', async (fits) => names.filter(fits));
  const list = new PointList(STRATEGIES.probe, STEP, { asked, told: told.shared, seed: 0 });
  return { told, list };
}

/** The points of some turns of a tenth of a second. */
function turnsOf(points: ProbePoints, race: Race, turns = TURNS): string[] {
  const seen: string[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const point = points.next();
    if (point === null) break;
    const name = points.nameOf(point);
    seen.push(name);
    points.note(point, 0.1, race.hits?.(name) ?? 0, race.reached?.(name) ?? 16);
  }
  return seen;
}

function shareOf(seen: readonly string[], name: RegExp): number {
  return seen.filter((one) => name.test(one)).length / seen.length;
}

t.test('what the kernel tells comes once each of the list had its turn', async (t) => {
  const { told, list } = probeThatIsTold(['dax_told']);
  const points = new ProbePoints(list);
  await told.ask();
  const seen = turnsOf(points, {});
  t.same(seen.slice(0, 2), ['listed_one return', 'listed_two return']);
  t.equal(seen[2], 'dax_told entry');
  t.ok(seen.includes('dax_told return'), 'the return from it, once its entry was reached');
  t.match(points.counts, { tried: 4, passed: 4, toldTried: 2, toldPassed: 2, left: 0 });
});

t.test('until the kernel has told the list goes on', async (t) => {
  const { told, list } = probeThatIsTold(['dax_told']);
  const points = new ProbePoints(list);
  t.equal(shareOf(turnsOf(points, {}), /listed/), 1);
  await told.ask();
  t.ok(turnsOf(points, {}).includes('dax_told entry'));
});

t.test('the return from a function that no call reaches is not tried', async (t) => {
  const { told, list } = probeThatIsTold(['dax_passed', 'dax_unpassed', 'dax_missing']);
  const points = new ProbePoints(list);
  await told.ask();
  const reached = (name: string): number => {
    if (name.startsWith('dax_missing')) return NO_PROBE;
    return name.startsWith('dax_unpassed') ? 0 : 16;
  };
  const seen = turnsOf(points, { reached });
  t.equal(seen.filter((name) => name === 'dax_unpassed entry').length, 1, 'once');
  t.equal(seen.filter((name) => name === 'dax_missing entry').length, 1);
  t.notOk(seen.includes('dax_unpassed return'));
  t.notOk(seen.includes('dax_missing return'));
  t.match(points.counts, { toldTried: 4, toldPassed: 2 });
  const again = new ProbePoints(list);
  t.notOk(turnsOf(again, { reached }).includes('dax_missing entry'), 'no race tries it again');
});

t.test('of what finds nothing the list keeps most of the time', async (t) => {
  const names = Array.from({ length: 50 }, (_, index) => `dax_told_${index}`);
  const { told, list } = probeThatIsTold(names);
  const points = new ProbePoints(list);
  await told.ask();
  const share = shareOf(turnsOf(points, {}), /listed/);
  t.ok(share > 0.7 && share < 0.8, `${share}`);
});

t.test('whichever of the two finds something gets most of the time', async (t) => {
  for (const found of ['listed_two return', 'dax_told_7 return']) {
    const names = Array.from({ length: 10 }, (_, index) => `dax_told_${index}`);
    const { told, list } = probeThatIsTold(names);
    const points = new ProbePoints(list);
    await told.ask();
    turnsOf(points, {}, 100);
    const share = shareOf(
      turnsOf(points, { hits: (name) => (name === found ? 8 : 0) }),
      new RegExp(found),
    );
    t.ok(share > 0.5, `${found}: ${share}`);
  }
});

t.test('where the kernel tells nothing, or is not asked, the list is all', async (t) => {
  const { told, list } = probeThatIsTold([]);
  await told.ask();
  t.equal(shareOf(turnsOf(new ProbePoints(list), {}), /listed/), 1);
  const alone = new PointList(STRATEGIES.probe, STEP, { asked: LISTED, seed: 0 });
  t.equal(shareOf(turnsOf(new ProbePoints(alone), {}), /listed/), 1);
});

t.test('what the kernel tells can be all there is', async (t) => {
  const { told, list } = probeThatIsTold(['dax_told', 'dax_other'], []);
  await told.ask();
  const points = new ProbePoints(list);
  // A race begins with the first point, before any is chosen.
  t.equal(points.nameOf(0), 'dax_told entry');
  points.note(0, 0.1, 0, 16);
  t.same(new Set(turnsOf(points, {})).size, 4);
  const none = probeThatIsTold([], []);
  await none.told.ask();
  const nothing = new ProbePoints(none.list);
  nothing.note(0, 0.1, 0, NO_PROBE);
  t.equal(nothing.next(), null);
  t.equal(nothing.counts.tried, 0);
});
