import fc from 'fast-check';
import t from 'tap';
import { merged, middle } from '../../../src/report/html/charts/stagger.js';
import type { StaggerBin } from '../../../src/result/result.js';
import { makeStaggers } from '../../fixtures/reports.js';

const sum = (bins: readonly StaggerBin[], name: 'early' | 'late' | 'stale'): number =>
  bins.reduce((all, bin) => all + bin[name], 0);

const count = fc.integer({ min: 0, max: 1000 });
const anyBins = fc
  .array(
    fc.record({
      gap: count,
      width: fc.integer({ min: 1, max: 64 }),
      early: count,
      late: count,
      stale: count,
    }),
  )
  .map((parts) => {
    let at = -16384;
    return parts.map(({ gap, width, early, late, stale }): StaggerBin => {
      const from = at + gap;
      at = from + width;
      return { from, to: at, early, late, stale: Math.min(stale, early + late) };
    });
  });

t.test('a far outlier is cut off', async (t) => {
  const staggers = makeStaggers();
  t.equal(staggers[0]?.from, -9000);
  t.same(middle(staggers), staggers.slice(1));
});

t.test('no stale read is ever cut off, and hardly any attempt', async (t) => {
  fc.assert(
    fc.property(anyBins, (bins) => {
      const kept = middle(bins);
      const attempts = (some: readonly StaggerBin[]) => sum(some, 'early') + sum(some, 'late');
      const fewLeftOut = attempts(bins) - attempts(kept) <= 0.02 * attempts(bins);
      return sum(kept, 'stale') === sum(bins, 'stale') && fewLeftOut;
    }),
  );
  t.same(middle([]), []);
});

t.test('merging keeps every count, the order and the ends', async (t) => {
  fc.assert(
    fc.property(anyBins, fc.integer({ min: 1, max: 100 }), (bins, most) => {
      const few = merged(bins, most);
      const same = (['early', 'late', 'stale'] as const).every(
        (name) => sum(few, name) === sum(bins, name),
      );
      const ordered = few.every(
        ({ from, to }, index) => from < to && (few[index - 1]?.to ?? from) <= from,
      );
      const ends = few[0]?.from === bins[0]?.from && few.at(-1)?.to === bins.at(-1)?.to;
      return same && ordered && ends && few.length <= most;
    }),
  );
  t.pass('all kept');
});
