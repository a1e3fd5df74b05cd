import fc from 'fast-check';
import t from 'tap';
import { PAGE_BYTES } from '../../../src/native/page-sizes.js';
import {
  judgeRacingLoad,
  Load,
  pagesMatch,
  wordsMatch,
  wordsOf,
} from '../../../src/race/oracle/oracle.js';
import { NO_PAGE, numberPage, oldStampOf, stampOf } from '../../../src/race/places/stamps.js';

const byte = fc.nat(255);
const stamp = fc.integer({ min: 1, max: 255 });
const seed = fc.nat(2 ** 31 - 1);
const hole = fc.nat(2 ** 20);

function written(stampByte: number, number: number): Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  page.fill(stampByte);
  numberPage(page, number);
  return page;
}

t.test('a racing load is early, late, or wrong, and nothing else', async (t) => {
  fc.assert(
    fc.property(byte, byte, byte, (loaded, before, after) => {
      const outcome = judgeRacingLoad(loaded, before, after);
      if (loaded === after) return outcome === Load.LATE;
      return outcome === (loaded === before ? Load.EARLY : Load.WRONG);
    }),
  );
  t.equal(judgeRacingLoad(0x41, 0, 0x42), Load.WRONG, 'the round before is not right either');
});

t.test(
  'where the change leaves what was there, late is what had not ended before it returned',
  async (t) => {
    fc.assert(
      fc.property(byte, byte, fc.boolean(), (loaded, left, hadReturned) => {
        const outcome = judgeRacingLoad(loaded, left, left, false, hadReturned);
        if (loaded !== left) return outcome === Load.WRONG;
        return outcome === (hadReturned ? Load.LATE : Load.EARLY);
      }),
    );
    t.equal(judgeRacingLoad(0x42, 0x41, 0x42, false, false), Load.LATE, 'else the byte tells');
  },
);

t.test('at the end of a file there is no page first, or zeros for a moment', async (t) => {
  t.equal(judgeRacingLoad(NO_PAGE, NO_PAGE, 0x42), Load.EARLY);
  t.equal(judgeRacingLoad(0, NO_PAGE, 0x42), Load.EARLY);
  t.equal(judgeRacingLoad(0x42, NO_PAGE, 0x42), Load.LATE);
  t.equal(judgeRacingLoad(0x41, NO_PAGE, 0x42), Load.WRONG);
  t.equal(judgeRacingLoad(NO_PAGE, 0, 0x42), Load.NO_PAGE, 'a page that was there is gone');
  t.equal(judgeRacingLoad(0, 0x41, 0x42), Load.WRONG);
  t.equal(judgeRacingLoad(0, 0x41, 0x42, true), Load.EARLY, 'between two blocks');
});

t.test(
  'the data that a round finds is neither a hole nor what it writes, nor the next one',
  async (t) => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 2 ** 31 }), (from, round) => {
        const old = oldStampOf(stampOf(from, round));
        const near = [0, stampOf(from, round - 1), stampOf(from, round), stampOf(from, round + 1)];
        return old >= 1 && old <= 255 && !near.includes(old);
      }),
    );
    t.pass('it differs');
  },
);

t.test(
  'some words of each page match where all of it does, and miss what lies at them',
  async (t) => {
    const at = fc.constantFrom(0, 3, 8, PAGE_BYTES / 2, PAGE_BYTES - 1);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.nat(3),
        at,
        stamp,
        (pages, page, where, byte) => {
          const expected = Buffer.alloc(pages * PAGE_BYTES, byte);
          const mapping = Buffer.alloc(PAGE_BYTES + expected.length);
          expected.copy(mapping, PAGE_BYTES);
          const matches = () => wordsMatch(wordsOf(mapping), PAGE_BYTES, wordsOf(expected));
          if (!matches()) return false;
          mapping[PAGE_BYTES + (page % pages) * PAGE_BYTES + where] = byte ^ 0xff;
          return !matches();
        },
      ),
    );
    t.pass('missed none');
  },
);

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
      return pagesMatch(mapping, at * PAGE_BYTES, page);
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
      const neighbours = pagesMatch(mapping, 0, page) && pagesMatch(mapping, 2 * PAGE_BYTES, page);
      return neighbours && !pagesMatch(mapping, PAGE_BYTES, page);
    }),
  );
  const page = written(1, 0);
  const ends = [0, PAGE_BYTES - 1].map((at) => {
    const mapping = Buffer.from(page);
    mapping[at] = 0;
    return pagesMatch(mapping, 0, page);
  });
  t.same(ends, [false, false], 'the first and the last byte count');
});

t.test("one hole's page is not another one's, and none is a hole", async (t) => {
  fc.assert(
    fc.property(stamp, hole, fc.nat(20), (stampByte, one, bit) => {
      const page = written(stampByte, one);
      const others = [written(stampByte, one ^ (1 << bit)), Buffer.alloc(PAGE_BYTES)];
      return !others.some((other) => pagesMatch(other, 0, page));
    }),
  );
  t.equal(written(9, 12345)[0], 9, 'the first byte, which the racing load takes, is the stamp');
});
