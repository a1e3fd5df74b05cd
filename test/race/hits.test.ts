import fc from 'fast-check';
import t from 'tap';
import { HitsOverTime } from '../../src/race/hits.js';

t.test(
  'however many moments there are, few are kept, in order, with the end as the last',
  async (t) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), (looks) => {
        const hits = new HitsOverTime();
        for (let look = 0; look < looks; look++)
          hits.note({ seconds: look, overlapped: 2 * look, stale: look >> 3 });
        const end = { seconds: looks, overlapped: 2 * looks, stale: looks >> 3 };
        const kept = hits.until(end);
        return (
          kept.length <= 257 &&
          kept.length >= Math.min(looks, 100) &&
          kept.every(({ seconds }, index) => seconds >= (kept[index - 1]?.seconds ?? 0)) &&
          kept.at(-1) === end &&
          (looks === 0 || kept[0]?.seconds === 0)
        );
      }),
    );
    t.pass('from the first to the last');
  },
);
