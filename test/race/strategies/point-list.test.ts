import fc from 'fast-check';
import t from 'tap';
import { pointName } from '../../../src/native/probe-point.js';
import { STRATEGIES } from '../../../src/race/strategies/list.js';
import { PointList, TOLD_CEILING } from '../../../src/race/strategies/point-list.js';
import { ToldFunctions } from '../../../src/race/strategies/told-functions.js';
import { faultWriteRace } from '../../../src/scenarios/fault-write-race.js';
import type { Step } from '../../../src/scenarios/scenario.js';

const [STEP] = faultWriteRace.steps as readonly [Step];
const { probe, stagger } = STRATEGIES;
const ASKED = [{ symbol: 'iomap_iter', at: 'return' }] as const;

function toldOf(names: readonly string[]): ToldFunctions {
  return new ToldFunctions('ext4', async (fits) => names.filter(fits));
}

t.test('behind the list come the entries and returns of what the kernel tells', async (t) => {
  const told = toldOf(['ext4_set_iomap', 'iomap_iter', 'dax_fault_iter']);
  const list = new PointList(probe, STEP, { asked: ASKED, told: told.shared, seed: 0 });
  t.equal(list.told(), null);
  t.equal(list.at(1), undefined, 'none until it has told');
  await told.ask();
  const names = Array.from({ length: 6 }, (_, index) => list.at(index)).map((point) =>
    point === undefined ? null : pointName(point),
  );
  t.same(names, [
    ...['iomap_iter return', 'ext4_set_iomap entry', 'ext4_set_iomap return'],
    ...['dax_fault_iter entry', 'dax_fault_iter return', null],
  ]);
});

t.test('none are told where they are not wanted, or there is no probe', async (t) => {
  const told = toldOf(['ext4_set_iomap']);
  await told.ask();
  t.same(new PointList(probe, STEP, { seed: 0 }).told(), []);
  t.same(new PointList(stagger, STEP, { told: told.shared, seed: 0 }).told(), []);
});

t.test('they are so many at the most, and seeds together have them all', async (t) => {
  const names = Array.from({ length: 3 * TOLD_CEILING }, (_, index) => `dax_function_${index}`);
  const told = toldOf(names);
  await told.ask();
  const symbolsOf = (seed: number) =>
    new PointList(probe, STEP, { told: told.shared, seed }).told()?.map(({ symbol }) => symbol);
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const symbols = symbolsOf(seed) ?? [];
      return symbols.length === 2 * TOLD_CEILING && new Set(symbols).size === TOLD_CEILING;
    }),
  );
  const seeds = [0, TOLD_CEILING, 2 * TOLD_CEILING, 3 * TOLD_CEILING];
  t.same(symbolsOf(seeds[3] ?? 0), symbolsOf(0));
  t.equal(new Set(seeds.flatMap(symbolsOf)).size, names.length);
});
