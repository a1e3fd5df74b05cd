import t from 'tap';
import { reductionText } from '../../../src/report/text/reduction-text.js';
import { type Reduction, reductionSchema } from '../../../src/result/reduction.js';
import { makeStale } from '../../fixtures/reports.js';
import { makeResult } from '../../fixtures/results.js';

const counts = { stale: 3, clean: 0, untested: 0 };
const point = { ...counts, attempts: 64, attemptsStale: 60 };
const reduction: Reduction = {
  ...{ schema: 'holerace.reduction/1', holerace: '0.1.0', scenario: 'fault-write-race' },
  ...{ kernel: { release: '6.1.0', source: '/boot/k' }, confidence: 0.95, runSeconds: 5 },
  ...{ spent: { runs: 41, seconds: 301.4 }, complete: false, before: counts },
  parts: [
    {
      ...{ kind: 'strategy', what: 'stagger', finding: 'not-needed', confidence: 1, ...counts },
      reason: null,
    },
    {
      ...{ kind: 'feature', what: 'reflink', finding: 'needed', confidence: 0.997, ...counts },
      ...{ stale: 0, clean: 3, reason: null },
    },
  ],
  least: { again: 'holerace vm --kernel k', words: ['by probe', '1 vCPU'], ...counts, clean: 1 },
  windows: [
    {
      ...{ side: 'read fault', first: 'b return', last: 'c entry' },
      points: [
        { ...point, point: 'a entry', finding: 'not', confidence: 0.961, attemptsStale: 0 },
        { ...point, point: 'b return', finding: 'finds', confidence: 1 },
        { ...point, point: 'c entry', finding: 'finds', confidence: 1 },
        { ...point, point: 'd entry', finding: 'rarely', confidence: 1, attemptsStale: 1 },
        { ...point, point: 'e entry', finding: 'undecided', confidence: 0.4, attemptsStale: 0 },
      ],
    },
  ],
  noWindow: null,
  result: makeResult({ verdict: 'stale', scenarios: [makeStale()] }),
};

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
