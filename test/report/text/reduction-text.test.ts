import t from 'tap';
import { reductionText } from '../../../src/report/text/reduction-text.js';
import { reductionSchema } from '../../../src/result/reduction.js';
import { savedReduction as reduction } from '../../fixtures/saved-reduction.js';

t.test('the least, each thing with its certainty, and the window in two columns', async (t) => {
  t.same(reductionSchema.parse(reduction), reduction);
  t.equal(
    reductionText(reduction),
    `fault-write-race on 6.1.0 (/boot/k) is stale with no more than
  by probe
  1 vCPU
in 3 of 4 runs of 5 s at the most; in a whole one 6 of 4,000 attempts, 0.60 a second

without            it is       confidence  stale  clean  untested
strategy: stagger  not needed  certain         3      0         0
feature: reflink   needed      99%             0      3         0

the window of the read fault: from b return to c entry
a read fault passes    a change that comes there
a entry                does not: 0 of 64 attempts (96%)
b return             | finds it: 60 of 64 attempts
c entry              | finds it: 60 of 64 attempts
d entry                does not, or by chance: 1 of 64 attempts
e entry                is not decided: 0 of 64 attempts

41 runs in 301 s; not all was decided: give more --minutes, or more --seconds to a run
run again: holerace vm --kernel k
`,
  );
});

t.test('without a window it says why, and without a whole run that there was none', async (t) => {
  const text = reductionText({
    ...{ ...reduction, windows: [], noWindow: 'of the change: a sequence has none', result: null },
    ...{ complete: true, parts: [] },
  });
  t.match(text, /^no window of the change: a sequence has none$/m);
  t.match(text, /at the most, and not again in a whole run\n\nnothing could be left out\n/);
  t.match(text, /^41 runs in 301 s$/m);
});
