import t from 'tap';
import { WatchedTime } from '../src/watched-time.js';

t.test('time goes by as it is watched, and no faster where nobody could look', async (t) => {
  let nowMs = 1000;
  const time = new WatchedTime(() => nowMs);
  nowMs += 250;
  t.equal(time.look(), 250);
  nowMs += 4000;
  t.equal(time.look(), 4250, 'a look that came late on a busy machine');
  // Stopped for an hour.
  nowMs += 3_600_000;
  t.equal(time.look(), 9250);
  t.equal(time.look(), 9250);
});
