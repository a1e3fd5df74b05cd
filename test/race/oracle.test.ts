import fc from 'fast-check';
import t from 'tap';
import {
  judgeRacingLoad,
  Load,
  numberPage,
  pageMatches,
  stampOf,
  stampPage,
} from '../../src/race/oracle.js';
import { PAGE_BYTES } from '../../src/scenarios/scenario.js';

const byte = fc.nat(255);
const stamp = fc.integer({ min: 1, max: 255 });
const seed = fc.nat(2 ** 31 - 1);
const hole = fc.nat(2 ** 20);

function written(stampByte: number, number: number): Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  stampPage(page, stampByte);
  numberPage(page, number);
  return page;
}

t.test('a racing load is early, late, or wrong, and nothing else', async (t) => {
  fc.assert(
    fc.property(byte, stamp, (loaded, stampByte) => {
      const outcome = judgeRacingLoad(loaded, stampByte);
      if (loaded === 0) return outcome === Load.EARLY;
      return outcome === (loaded === stampByte ? Load.LATE : Load.WRONG);
    }),
  );
  t.equal(judgeRacingLoad(0x41, 0x42), Load.WRONG, 'the round before is not right either');
});

t.test('a stamp is a byte, never zero, and never that of the round before', async (t) => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 2 ** 31 }), (from, first) => {
      // More rounds than there are bytes: every stamp comes, and the one after it.
      const stamps = Array.from({ length: 300 }, (_, later) => stampOf(from, first + later));
      return stamps.every(
        (one, index) =>
          Number.isInteger(one) && one >= 1 && one <= 255 && one !== stamps[index + 1],
      );
    }),
  );
  t.equal(stampOf(7, 1), stampOf(7, 1), 'reader and writer agree on it');
});

t.test('a page matches where it is what was written, wherever it lies', async (t) => {
  fc.assert(
    fc.property(fc.nat(3), stamp, hole, (at, stampByte, number) => {
      const mapping = Buffer.alloc(4 * PAGE_BYTES);
      const page = written(stampByte, number);
      page.copy(mapping, at * PAGE_BYTES);
      return pageMatches(mapping, at * PAGE_BYTES, page);
    }),
  );
  t.pass('matches');
});

t.test('one byte that differs, any byte, and it does not match', async (t) => {
  const difference = fc.record({
    at: fc.nat(PAGE_BYTES - 1),
    by: fc.integer({ min: 1, max: 255 }),
  });
  fc.assert(
    fc.property(fc.array(difference, { minLength: 1, maxLength: 3 }), stamp, (some, stampByte) => {
      const page = written(stampByte, 7);
      const mapping = Buffer.concat([page, page, page]);
      for (const { at, by } of some) mapping[PAGE_BYTES + at] = (page[at] ?? 0) ^ by;
      const neighbours =
        pageMatches(mapping, 0, page) && pageMatches(mapping, 2 * PAGE_BYTES, page);
      return neighbours && !pageMatches(mapping, PAGE_BYTES, page);
    }),
  );
  const page = written(1, 0);
  const ends = [0, PAGE_BYTES - 1].map((at) => {
    const mapping = Buffer.from(page);
    mapping[at] = 0;
    return pageMatches(mapping, 0, page);
  });
  t.same(ends, [false, false], 'the first and the last byte count');
});

t.test("one hole's page is not another one's, and none is a hole", async (t) => {
  fc.assert(
    fc.property(stamp, hole, fc.nat(20), (stampByte, one, bit) => {
      const page = written(stampByte, one);
      const others = [written(stampByte, one ^ (1 << bit)), Buffer.alloc(PAGE_BYTES)];
      return !others.some((other) => pageMatches(other, 0, page));
    }),
  );
  t.equal(written(9, 12345)[0], 9, 'the first byte, which the racing load takes, is the stamp');
});
