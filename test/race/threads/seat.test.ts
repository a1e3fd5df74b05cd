import t from 'tap';
import { affinity, firstOf, secondOf } from '../../../src/native/scheduling.js';
import { Seat } from '../../../src/race/threads/seat.js';

t.test('a seat is taken, and given back', async (t) => {
  const anywhere = affinity();
  const seat = new Seat({ isWriter: false });
  seat.take('together');
  t.same(affinity(), firstOf(anywhere), 'on one cpu');
  seat.take('together');
  seat.take('anywhere');
  t.same(affinity(), anywhere, 'anywhere again');
});

t.test('apart, the writer has another cpu than the reader where there is one', async (t) => {
  const anywhere = affinity();
  const [reader, writer] = [new Seat({ isWriter: false }), new Seat({ isWriter: true })];
  reader.take('apart');
  t.same(affinity(), firstOf(anywhere));
  reader.take('anywhere');
  writer.take('apart');
  t.same(affinity(), secondOf(anywhere));
  writer.take('anywhere');
  t.same(affinity(), anywhere);
});
