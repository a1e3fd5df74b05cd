import fc from 'fast-check';
import t from 'tap';
import {
  addCounts,
  Count,
  count,
  countsOf,
  noCounts,
  notePoints,
  TALLY_BYTES,
} from '../../../src/race/counts/tally.js';

const which = fc.constantFrom(...Object.values(Count));

t.test('each count goes by its name, and is seen through the shared memory', async (t) => {
  const shared = new SharedArrayBuffer(TALLY_BYTES);
  const tally = new Float64Array(shared);
  for (const [times, one] of Object.values(Count).entries()) {
    for (let n = 0; n < times + 1; n++) count(tally, one);
  }
  t.same(countsOf(new Float64Array(shared)), {
    ...{ attempts: 1, overlapped: 2, early: 3, late: 4, stale: 5, lasting: 6, hugeFaults: 7 },
    seconds: 8,
    provedRounds: 9,
    cpuSeconds: 10,
    rounds: 11,
    hugeLooks: 12,
    discarded: 13,
    retired: 14,
    sigbus: 15,
    ...{ points: 16, pointsPassed: 17, pointsLeft: 18, pointsSeconds: 19 },
    ...{ pointsTold: 20, pointsToldPassed: 21 },
  });
});

t.test('how far a probe has come is what it has come to last', async (t) => {
  const tally = new Float64Array(TALLY_BYTES / Float64Array.BYTES_PER_ELEMENT);
  const first = { tried: 1, passed: 1, left: 2, seconds: 0.5, toldTried: 0, toldPassed: 0 };
  notePoints(tally, first);
  notePoints(tally, {
    ...{ tried: 7, passed: 3, left: 0, seconds: 1.5 },
    ...{ toldTried: 4, toldPassed: 1 },
  });
  notePoints(tally, null);
  const listed = { points: 7, pointsPassed: 3, pointsLeft: 0, pointsSeconds: 1.5 };
  t.match(countsOf(tally), { ...listed, pointsTold: 4, pointsToldPassed: 1 });
});

t.test('two steps together count what one would', async (t) => {
  const tallyOf = (counted: readonly number[]) => {
    const tally = new Float64Array(TALLY_BYTES / Float64Array.BYTES_PER_ELEMENT);
    for (const one of counted) count(tally, one);
    return countsOf(tally);
  };
  fc.assert(
    fc.property(fc.array(which), fc.array(which), (one, other) => {
      const sum = addCounts(tallyOf(one), tallyOf(other));
      return JSON.stringify(sum) === JSON.stringify(tallyOf([...one, ...other]));
    }),
  );
  t.same(addCounts(noCounts(), tallyOf([Count.STALE])), { ...noCounts(), stale: 1 });
});

t.test('a count is exact where an Int32 would have overflown', async (t) => {
  const tally = new Float64Array(TALLY_BYTES / Float64Array.BYTES_PER_ELEMENT);
  tally[Count.ATTEMPTS] = 2 ** 31 - 1;
  count(tally, Count.ATTEMPTS);
  t.equal(countsOf(tally).attempts, 2 ** 31);
});
