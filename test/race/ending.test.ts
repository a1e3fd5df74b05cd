import fc from 'fast-check';
import t from 'tap';
import { type Counts, noCounts } from '../../src/race/counts/tally.js';
import { isEnough, type Limits } from '../../src/race/ending.js';
import { ATTEMPTS_OF_EACH_STRATEGY } from '../../src/race/gates.js';

const limits: Limits = {
  secondsLimit: 10,
  strategies: ['stagger', 'probe'],
  overtimeSeconds: 5,
  overlappedWanted: 100,
  overlappedLimit: null,
  staleLimit: null,
  isRace: true,
};
const way = (over: Partial<Counts>): Counts => ({ ...noCounts(), ...over });
const gone = way({ attempts: 1500, overlapped: 1000, early: 700, late: 800 });
const short = way({ attempts: ATTEMPTS_OF_EACH_STRATEGY + 5, discarded: 6 });

t.test('a race ends with its time where every way has had its turn', async (t) => {
  t.notOk(isEnough(limits, 9.9, [gone, gone]));
  t.ok(isEnough(limits, 10, [gone, gone]));
  t.ok(isEnough(limits, 10, [gone, way({ retired: 1 })]), 'or is not there');
});

t.test('it goes on for one that has not, but not for ever', async (t) => {
  t.notOk(isEnough(limits, 10, [gone, short]));
  t.ok(isEnough(limits, 15, [gone, short]));
  t.ok(isEnough(limits, 10, [gone, { ...short, stale: 1 }]), 'nor with a verdict');
  t.ok(isEnough({ ...limits, isRace: false }, 10, [noCounts()]), 'nor in a sequence');
});

t.test('it goes on for one that saw one outcome only, but not for ever', async (t) => {
  const early = { ...gone, early: 1490, late: 10 };
  t.notOk(isEnough(limits, 10, [early, gone]));
  t.ok(isEnough(limits, 15, [early, gone]));
  t.ok(isEnough(limits, 10, [gone, early]), 'nor where a probe decides');
  t.ok(isEnough(limits, 10, [{ ...early, stale: 1 }, gone]), 'nor with a verdict');
});

t.test('it goes on where too little overlapped for a verdict, but not for ever', async (t) => {
  const few = { ...gone, overlapped: 49 };
  t.notOk(isEnough(limits, 10, [few, few]));
  t.ok(isEnough(limits, 10, [few, { ...few, overlapped: 51 }]));
  t.ok(isEnough(limits, 15, [few, few]));
});

t.test('a race for a bound ends with it, once every way has had its turn', async (t) => {
  const bound = { ...limits, overlappedLimit: 1000 };
  t.ok(isEnough(bound, 1, [gone]));
  t.notOk(isEnough(bound, 1, [way({ attempts: 1500, overlapped: 999 })]));
  t.notOk(isEnough(bound, 1, [gone, short]));
});

t.test('as many stale reads as are kept are enough where others need the time', async (t) => {
  const budget = { ...limits, staleLimit: 16 };
  t.notOk(isEnough(budget, 1, [way({ stale: 15 })]));
  t.ok(isEnough(budget, 1, [way({ stale: 10 }), way({ stale: 6 })]));
});

t.test('every race ends', async (t) => {
  const counts = fc.array(fc.nat(2000).map((overlapped) => way({ overlapped })));
  fc.assert(
    fc.property(counts, fc.double({ min: 0.1, max: 1e6, noNaN: true }), (each, secondsLimit) =>
      isEnough({ ...limits, secondsLimit }, secondsLimit + limits.overtimeSeconds, each),
    ),
  );
  t.pass('with its overtime');
});
