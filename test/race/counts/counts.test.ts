import t from 'tap';
import { countsIn, sharedCounts } from '../../../src/race/counts/counts.js';
import { Count, count, countsOf, noCounts } from '../../../src/race/counts/tally.js';

t.test('each strategy has counts of its own, which all threads see', async (t) => {
  const memory = sharedCounts(3);
  const [one, two, three] = countsIn(memory);
  if (two === undefined) throw new Error('there are three');
  for (const which of Object.values(Count)) count(two.tally, which, 7);
  two.timing.letGo();
  two.timing.writeBegins();
  two.timing.writeEnds();
  two.bins.note(-5, false);
  two.bins.note(9, true);
  two.bins.noteStale(9);
  for (const other of [one, three]) {
    t.same(other && countsOf(other.tally), noCounts());
    t.same(other?.timing.durations(), { load: null, write: null, start: null });
    t.same(other?.bins.bins(), []);
  }
  const [, seen] = countsIn(memory);
  t.match(seen && countsOf(seen.tally), { attempts: 7, retired: 7 });
  t.ok(seen?.timing.durations().write !== null);
  t.match(seen?.bins.bins(), [{ early: 1 }, { late: 1, stale: 1 }]);
});
