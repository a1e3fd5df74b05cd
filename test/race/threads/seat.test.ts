import fc from 'fast-check';
import t from 'tap';
import { affinity, firstOf, secondOf } from '../../../src/native/scheduling.js';
import { STAGGER_LIMIT_SPINS } from '../../../src/race/strategies/stagger-search.js';
import { Place, timerOf } from '../../../src/race/threads/seat.js';

t.test(
  'the timer goes off within two milliseconds or so, the earlier the larger the stagger',
  async (t) => {
    const spins = fc.integer({ min: -STAGGER_LIMIT_SPINS, max: STAGGER_LIMIT_SPINS });
    fc.assert(
      fc.property(spins, spins, (one, other) => {
        const [early, late] = [timerOf(Math.max(one, other)), timerOf(Math.min(one, other))];
        return early >= 0 && early <= late && late < 3_000_000 && Number.isInteger(late);
      }),
    );
    t.pass('in order and bounded');
  },
);

t.test('a place is taken, and given back', async (t) => {
  const anywhere = affinity();
  const place = new Place({ isWriter: false });
  place.take('together');
  t.same(affinity(), firstOf(anywhere), 'on one cpu');
  place.take('together');
  place.take('anywhere');
  t.same(affinity(), anywhere, 'anywhere again');
});

t.test('apart, the writer has another cpu than the reader where there is one', async (t) => {
  const anywhere = affinity();
  const [reader, writer] = [new Place({ isWriter: false }), new Place({ isWriter: true })];
  reader.take('apart');
  t.same(affinity(), firstOf(anywhere));
  reader.take('anywhere');
  writer.take('apart');
  t.same(affinity(), secondOf(anywhere));
  writer.take('anywhere');
  t.same(affinity(), anywhere);
});
