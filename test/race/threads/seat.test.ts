import t from 'tap';
import { affinity, firstOf, secondOf } from '../../../src/native/scheduling.js';
import { Seat } from '../../../src/race/threads/seat.js';

t.test('a seat is taken, and given back', async (t) => {
  const anywhere = affinity();
  for (const ahead of ['reader', 'writer'] as const) {
    const seat = new Seat('reader');
    seat.take({ seating: 'together', ahead });
    t.same(affinity(), firstOf(anywhere), 'on one cpu');
    seat.take({ seating: 'together', ahead });
    seat.leave();
    t.same(affinity(), anywhere, 'anywhere again');
  }
});

t.test('apart, the writer has another cpu than the reader where there is one', async (t) => {
  const anywhere = affinity();
  const [reader, writer] = [new Seat('reader'), new Seat('writer')];
  const apart = { seating: 'apart', ahead: 'writer' } as const;
  reader.take(apart);
  t.same(affinity(), firstOf(anywhere));
  reader.leave();
  writer.take(apart);
  t.same(affinity(), secondOf(anywhere));
  writer.leave();
  t.same(affinity(), anywhere);
});
