import fc from 'fast-check';
import t from 'tap';
import { Portfolio } from '../../../src/race/strategies/portfolio.js';

const ROUNDS = 2000;
const SHARING = { floorShare: 0.5, triesAllFirst: true };

/** The share of the time that each strategy gets, when each finds so many hits a second. */
function sharesOf(hitsPerSecond: readonly number[], roundSeconds: readonly number[]): number[] {
  const portfolio = new Portfolio(hitsPerSecond.length, SHARING);
  const seconds = hitsPerSecond.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const index = portfolio.next() ?? 0;
    const took = roundSeconds[index] ?? 1;
    seconds[index] = (seconds[index] ?? 0) + took;
    portfolio.note(index, took, took * (hitsPerSecond[index] ?? 0));
  }
  const sum = seconds.reduce((one, other) => one + other, 0);
  return seconds.map((one) => one / sum);
}

const roundSeconds = fc.double({ min: 0.01, max: 0.2, noNaN: true });
const rate = fc.double({ min: 0, max: 1000, noNaN: true });
const way = fc.record({ rate, roundSeconds });
const ways = fc.array(way, { minLength: 1, maxLength: 6 });

t.test('none is ever starved, whatever the others find', async (t) => {
  fc.assert(
    fc.property(ways, (some) => {
      const shares = sharesOf(
        some.map((one) => one.rate),
        some.map((one) => one.roundSeconds),
      );
      // Half of the time is shared out equally; a round is not divided.
      return shares.every((share) => share > 0.4 / some.length);
    }),
  );
  t.pass('each has nearly half of an equal share at least');
});

t.test('what finds nothing shares equally, however long its rounds take', async (t) => {
  fc.assert(
    fc.property(fc.array(roundSeconds, { minLength: 1, maxLength: 6 }), (each) => {
      const shares = sharesOf(
        each.map(() => 0),
        each,
      );
      return shares.every((share) => Math.abs(share - 1 / each.length) < 0.05);
    }),
  );
  t.pass('within 5%');
});

t.test(
  'a way that cannot be gone is not chosen again, nor is any when all are retired',
  async (t) => {
    const portfolio = new Portfolio(3, SHARING);
    portfolio.note(1, 10, 0);
    portfolio.retire(0);
    t.equal(portfolio.next(), 2);
    portfolio.retire(2);
    t.equal(portfolio.next(), 1, 'although it is far ahead');
    portfolio.retire(1);
    t.equal(portfolio.next(), null);
  },
);

t.test('what finds more gets more', async (t) => {
  const [dull = 0, sharp = 0] = sharesOf([1, 99], [0.1, 0.1]);
  t.ok(sharp > 0.7 && dull > 0.2, `${sharp} and ${dull}`);
});

t.test(
  'each has its turn before what has found something has another, or only by the floor',
  async (t) => {
    const firstTurns = (triesAllFirst: boolean) => {
      const portfolio = new Portfolio(10, { floorShare: 0.2, triesAllFirst });
      const turns: number[] = [];
      for (let turn = 0; turn < 100; turn++) {
        const index = portfolio.next() ?? 0;
        turns.push(index);
        portfolio.note(index, 0.1, index === 0 ? 5 : 0);
      }
      return turns;
    };
    t.same(firstTurns(true).slice(0, 10), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const turns = firstTurns(false);
    const second = turns.indexOf(1);
    t.ok(second > 3 && second < 8, `${second} turns before another one`);
    t.equal(new Set(turns).size, 10, 'and each has one');
  },
);

t.test('what is shared out equally goes by weights where ways have some', async (t) => {
  const portfolio = new Portfolio(0, SHARING);
  portfolio.grow(1, 3);
  portfolio.grow(1);
  const turns = [0, 0];
  for (let turn = 0; turn < 400; turn++) {
    const index = portfolio.next() ?? 0;
    turns[index] = (turns[index] ?? 0) + 1;
    portfolio.note(index, 0.125, 0);
  }
  t.same(turns, [300, 100]);
});

t.test('a way that was taken in again is chosen', async (t) => {
  const portfolio = new Portfolio(1, SHARING);
  portfolio.retire(0);
  t.equal(portfolio.next(), null);
  portfolio.revive(0);
  t.equal(portfolio.next(), 0);
});
