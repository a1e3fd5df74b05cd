import fc from 'fast-check';
import t from 'tap';
import { PAGE_BYTES } from '../../../src/native/page-sizes.js';
import type { Rule } from '../../../src/race/changes/change.js';
import { CHANGES } from '../../../src/race/changes/list.js';
import { type Broken, isJudgedLate, Judge } from '../../../src/race/oracle/judge.js';
import { Loads } from '../../../src/race/oracle/loads.js';
import { Load } from '../../../src/race/oracle/oracle.js';
import { chosenStrategies, STRATEGIES } from '../../../src/race/strategies/list.js';
import { scenarios } from '../../../src/scenarios/list.js';

const STAMP = 0x42;
const AT = PAGE_BYTES;

interface Bench {
  readonly judge: Judge;
  readonly mapping: Buffer;
  readonly secondReader: Buffer;
  readonly told: Broken[];
}

function loadsFrom(mapping: Buffer): Loads {
  return new Loads({ fd: -1, mapping, writable: false, peek: null, advise: () => undefined });
}

/** A judge over two pages that hold what the round writes. */
function bench(rule: Rule = CHANGES.write.rule, hasSecondReader = false): Bench {
  const mapping = Buffer.alloc(2 * PAGE_BYTES, STAMP);
  const secondReader = Buffer.alloc(2 * PAGE_BYTES, STAMP);
  const told: Broken[] = [];
  const judge = new Judge(rule, loadsFrom(mapping), (broken) => told.push(broken));
  judge.beginRound(STAMP, hasSecondReader ? loadsFrom(secondReader) : null);
  return { judge, mapping, secondReader, told };
}

t.test('an attempt is told of once where its load does not show what was written', async (t) => {
  fc.assert(
    fc.property(
      fc.nat(255),
      fc.integer({ min: -99, max: 99 }),
      fc.nat(9),
      (byte, stagger, index) => {
        const { judge, mapping, told } = bench();
        mapping[AT] = byte;
        judge.keep(index, AT, stagger, 0, Load.EARLY);
        judge.judge();
        judge.judge();
        const broken = { index, staggerSpins: stagger, byte, inSecondReader: false };
        t.same(told, byte === STAMP ? [] : [broken]);
      },
    ),
  );
});

t.test('what is judged late is judged by what the mapping shows then', async (t) => {
  const { judge, mapping, told } = bench();
  judge.keep(0, AT, 0, 0, Load.EARLY);
  mapping[AT] = 0;
  t.same(told, [], 'not before');
  judge.judge();
  t.equal(told.length, 1);
});

t.test('nothing is judged that was not kept, and nothing of the round before', async (t) => {
  const { judge, mapping, told } = bench();
  mapping.fill(0);
  judge.judge();
  judge.keep(0, AT, 0, 0, Load.EARLY);
  judge.beginRound(STAMP, null);
  judge.judge();
  t.same(told, []);
});

t.test('a racing load that showed neither old nor new bytes is told of', async (t) => {
  const { judge, told } = bench();
  judge.keep(3, AT, 7, 0x13, Load.WRONG);
  judge.judge();
  t.same(told, [{ index: 3, staggerSpins: 7, byte: 0x13, inSecondReader: false }]);
});

t.test("a reader's store that is gone is told of, and nothing where there was none", async (t) => {
  const { rule } = CHANGES['write-beside-store'];
  const { judge, mapping, told } = bench(rule);
  judge.keep(0, AT, 0, 0, Load.EARLY);
  judge.judge();
  t.same(told, []);
  mapping[AT + (rule.storeOffsetBytes ?? 0)] = 0;
  judge.keep(1, AT, 0, 0, Load.EARLY);
  judge.judge();
  t.match(told, [{ index: 1, byte: null }]);
});

t.test("a second reader's mapping is judged too, where it takes part", async (t) => {
  for (const takesPart of [true, false]) {
    const { judge, secondReader, told } = bench(CHANGES.write.rule, takesPart);
    secondReader[AT] = 0;
    judge.keep(0, AT, 0, 0, Load.EARLY);
    judge.judge();
    t.match(told, takesPart ? [{ byte: 0, inSecondReader: true }] : []);
  }
});

t.test('attempts are judged late only where nothing else meets the load that judges', async (t) => {
  const never = ['stale-zero-page', 'mixed-size-race', 'truncate-tail-race'];
  for (const { id, steps } of scenarios) {
    const late = chosenStrategies.filter((strategy) =>
      steps.some((step) => isJudgedLate(step, STRATEGIES[strategy], CHANGES[step.change].rule)),
    );
    t.same(late, never.includes(id) ? [] : ['stagger'], id);
  }
});
