import fc from 'fast-check';
import t from 'tap';
import { STAGGER_BINS_BYTES, StaggerBins } from '../../../src/race/counts/stagger-bins.js';
import { STAGGER_LIMIT_SPINS } from '../../../src/race/strategies/stagger-search.js';
import { staggerBinSchema } from '../../../src/result/result.js';

const spins = fc.integer({ min: -STAGGER_LIMIT_SPINS, max: STAGGER_LIMIT_SPINS });
const attempts = fc.array(fc.record({ spins, late: fc.boolean(), stale: fc.boolean() }), {
  minLength: 1,
});

t.test('every attempt is in one bin, whose bounds its stagger keeps', async (t) => {
  fc.assert(
    fc.property(attempts, (made) => {
      const counted = new StaggerBins(new SharedArrayBuffer(STAGGER_BINS_BYTES), 0);
      for (const one of made) {
        counted.note(one.spins, one.late);
        if (one.stale) counted.noteStale(one.spins);
      }
      const bins = counted.bins();
      return (
        bins.length <= 64 &&
        bins.every((bin, index) => bin.from >= (bins[index - 1]?.to ?? bin.from)) &&
        bins.every((bin) => {
          staggerBinSchema.parse(bin);
          const inside = made.filter((one) => one.spins >= bin.from && one.spins < bin.to);
          const late = inside.filter((one) => one.late).length;
          const stale = inside.filter((one) => one.stale).length;
          return bin.late === late && bin.early === inside.length - late && bin.stale === stale;
        }) &&
        bins.reduce((sum, { early, late }) => sum + early + late, 0) === made.length
      );
    }),
  );
  t.pass('in rising order, 64 at most');
});

t.test('where nothing was counted there is no bin, and strategies are counted apart', async (t) => {
  const memory = new SharedArrayBuffer(2 * STAGGER_BINS_BYTES);
  const [one, other] = [new StaggerBins(memory, 0), new StaggerBins(memory, STAGGER_BINS_BYTES)];
  one.note(5, true);
  t.same(one.bins(), [{ from: 0, to: 32, early: 0, late: 1, stale: 0 }]);
  t.same(other.bins(), []);
});

t.test('a bin counts beyond 2^32', async (t) => {
  const memory = new SharedArrayBuffer(STAGGER_BINS_BYTES);
  const counted = new StaggerBins(memory, 0);
  const counts = new Float64Array(memory);
  counted.note(0, false);
  counts[counts.indexOf(1)] = 2 ** 32 - 1;
  counted.note(0, false);
  counted.note(0, false);
  t.match(counted.bins(), [{ early: 2 ** 32 + 1, late: 0, stale: 0 }]);
});
