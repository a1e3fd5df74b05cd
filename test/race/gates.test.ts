import t from 'tap';
import { type Counts, noCounts } from '../../src/race/counts/tally.js';
import {
  ATTEMPTS_OF_EACH_STRATEGY,
  gatesOf,
  OVERLAPPED_AT_LEAST,
  type Proof,
} from '../../src/race/gates.js';
import { appendRace } from '../../src/scenarios/append-race.js';
import { copyRangeRace } from '../../src/scenarios/copy-range-race.js';
import { faultWriteRace } from '../../src/scenarios/fault-write-race.js';
import { hugeFaultWriteRace } from '../../src/scenarios/huge-fault-write-race.js';
import { mixedSizeRace } from '../../src/scenarios/mixed-size-race.js';
import { overwriteRace } from '../../src/scenarios/overwrite-race.js';
import { punchReadRace } from '../../src/scenarios/punch-read-race.js';
import { staleZeroPage } from '../../src/scenarios/stale-zero-page.js';
import { unwrittenWriteRace } from '../../src/scenarios/unwritten-write-race.js';
import { makeTarget } from '../fixtures/results.js';

/** A way that was gone often, half early and half late. */
const met = (over: Partial<Counts> = {}): Counts => ({
  ...{ ...noCounts(), attempts: 1000, overlapped: 900, early: 500, late: 500 },
  ...over,
});

/** A race in which all that is asked for was seen. */
function makeProof(over: Partial<Proof> = {}): Proof {
  return {
    scenario: faultWriteRace,
    expect: 'dax',
    untilBound: null,
    target: makeTarget(),
    counts: {
      ...{ ...noCounts(), attempts: 1000, overlapped: 900, early: 500, late: 500 },
      ...{ rounds: 2, provedRounds: 2 },
    },
    byStrategy: { stagger: met() },
    stepAttempts: [1000],
    lacking: new Map(),
    failure: null,
    ...over,
  };
}

/** The ids of the gates that are not met. */
function unmet(over: Partial<Proof> = {}): string[] {
  return gatesOf(makeProof(over)).flatMap(({ id, met }) => (met ? [] : [id]));
}

const withCounts = (counts: Partial<Proof['counts']>): Partial<Proof> => ({
  counts: { ...makeProof().counts, ...counts },
});
const pageCache = makeTarget({ dax: false });

t.test('a race that saw everything meets them all', async (t) => {
  const gates = gatesOf(makeProof());
  t.same(
    gates.map(({ id }) => id),
    [
      'dax-active',
      'completed',
      'attempted',
      'overlapped',
      'every-strategy',
      'early-and-late',
      'extents',
    ],
  );
  t.same(unmet(), []);
});

t.test('what the directory must be', async (t) => {
  t.same(unmet({ target: pageCache }), ['dax-active']);
  t.same(unmet({ expect: 'page-cache' }), ['page-cache-active']);
  t.same(unmet({ expect: 'page-cache', target: pageCache }), []);
  t.same(unmet({ expect: 'any' }), []);
  t.same(unmet({ expect: 'any', target: pageCache }), []);
});

t.test('a scenario that failed on the way is not complete', async (t) => {
  t.same(unmet({ failure: 'the filesystem is full' }), ['completed']);
  const gate = gatesOf(makeProof({ failure: 'the filesystem is full' }));
  t.equal(gate.find(({ id }) => id === 'completed')?.detail, 'the filesystem is full');
});

t.test('attempts that never met are worth nothing', async (t) => {
  t.same(unmet(withCounts({ overlapped: OVERLAPPED_AT_LEAST - 1 })), ['overlapped']);
  t.same(unmet(withCounts({ overlapped: OVERLAPPED_AT_LEAST })), []);
  const outcomes = (early: number, late: number) => ({
    byStrategy: {
      ...{ stagger: met({ early, late }), preempt: met() },
    },
  });
  t.same(unmet(outcomes(49, 951)), ['early-and-late'], 'the other way does not speak for it');
  t.same(unmet(outcomes(951, 49)), ['early-and-late']);
  t.same(unmet(outcomes(50, 950)), []);
  t.same(unmet(outcomes(0, 0)), ['early-and-late']);
  const probed = { ...noCounts(), attempts: 500, overlapped: 500, late: 500 };
  t.same(unmet({ byStrategy: { probe: probed } }), [], 'a probe leaves nothing to chance');
  const slept = met({ attempts: 500, discarded: 400, early: 5, late: 95 });
  t.same(unmet({ byStrategy: { stagger: slept } }), [], 'a share of those not discarded');
  t.same(unmet({ byStrategy: { stagger: noCounts() } }), ['every-strategy', 'early-and-late']);
  const nothing = { counts: noCounts(), byStrategy: {}, stepAttempts: [0] };
  t.same(unmet(nothing), [
    'attempted',
    'overlapped',
    'every-strategy',
    'early-and-late',
    'extents',
  ]);
});

t.test('a way that had no turn is not spoken for by the others', async (t) => {
  const beside = (preempt: Counts) => ({ byStrategy: { stagger: met(), preempt } });
  const few = ATTEMPTS_OF_EACH_STRATEGY - 1;
  t.same(unmet(beside(noCounts())), ['every-strategy']);
  t.same(unmet(beside(met({ attempts: few, early: few, late: few }))), ['every-strategy']);
  t.same(unmet(beside(met({ attempts: ATTEMPTS_OF_EACH_STRATEGY, early: 5, late: 5 }))), []);
  t.same(unmet(beside({ ...noCounts(), retired: 1 })), [], 'but one that is not there needs none');
  const gate = gatesOf(makeProof(beside(met({ attempts: few, early: few, late: few }))));
  t.match(
    gate.find(({ id }) => id === 'every-strategy')?.detail,
    /1000 by stagger, .*; 9 by preempt, .*; each strategy needs 10: race longer, or leave preempt out on purpose/,
  );
  const alone = gatesOf(
    makeProof({ byStrategy: { preempt: met({ attempts: few, early: few, late: few }) } }),
  );
  t.match(alone.find(({ id }) => id === 'every-strategy')?.detail, /needs 10: race longer$/);
});

t.test(
  'a sequence in turn needs no overlap, but its huge faults where the file is DAX',
  async (t) => {
    const inTurn = (hugeFaults: number): Partial<Proof> => ({
      scenario: staleZeroPage,
      counts: { ...noCounts(), attempts: 512, early: 512, hugeFaults, rounds: 1, provedRounds: 1 },
      stepAttempts: [256, 256],
    });
    t.same(unmet(inTurn(1)), []);
    t.same(unmet(inTurn(0)), ['huge-zero-page']);
    t.same(unmet({ ...inTurn(0), expect: 'any', target: pageCache }), []);
  },
);

t.test('every gate says in words how it stands', async (t) => {
  for (const proof of [makeProof(), makeProof({ target: pageCache, counts: noCounts() })]) {
    t.ok(gatesOf(proof).every(({ detail }) => detail.length > 10));
  }
});

t.test('a step that was left out is not made up for by the others', async (t) => {
  const scenario = staleZeroPage;
  t.same(unmet({ scenario, stepAttempts: [256, 0] }).includes('attempted'), true);
  t.same(unmet({ scenario, stepAttempts: [256] }).includes('attempted'), true);
  t.same(unmet({ scenario, stepAttempts: [256, 1] }).includes('attempted'), false);
});

t.test(
  'a step that the filesystem lacks is told, and no other one is left out for it',
  async (t) => {
    const scenario = copyRangeRace;
    const lacking = new Map([[1, 'the filesystem cannot do clone-range']]);
    t.same(unmet({ scenario, stepAttempts: [256], lacking }), []);
    const gates = gatesOf(makeProof({ scenario, stepAttempts: [256], lacking }));
    t.match(gates.find(({ id }) => id === 'attempted')?.detail, /cannot do clone-range/);
    t.same(unmet({ scenario, stepAttempts: [], lacking }), ['attempted']);
    const lackingAll = new Map([...lacking, [0, 'nor copy']]);
    t.same(unmet({ scenario, stepAttempts: [], lacking: lackingAll }), ['possible']);
  },
);

t.test('the extents must have been seen, in every round', async (t) => {
  for (const scenario of [unwrittenWriteRace, punchReadRace, appendRace]) {
    t.same(unmet({ scenario }), []);
    t.same(unmet({ scenario, ...withCounts({ provedRounds: 1 }) }), ['extents']);
    t.same(unmet({ scenario, ...withCounts({ provedRounds: 0, rounds: 0 }) }), ['extents']);
  }
  const none = {
    ...withCounts({ provedRounds: 0 }),
    expect: 'page-cache',
    target: pageCache,
  } as const;
  t.same(unmet({ scenario: unwrittenWriteRace, ...none }), ['extents']);
  t.same(unmet(none), [], 'a page cache is raced where the filesystem does not tell holes');
});

t.test('a second reader may take the huge faults away, but not all', async (t) => {
  const scenario = mixedSizeRace;
  t.same(unmet({ scenario, ...withCounts({ hugeFaults: 5, hugeLooks: 100 }) }), []);
  t.same(unmet({ scenario, ...withCounts({ hugeFaults: 4, hugeLooks: 100 }) }), ['huge-zero-page']);
});

t.test('a scenario of nothing but huge faults needs them in the page cache too', async (t) => {
  const scenario = hugeFaultWriteRace;
  t.same(unmet({ scenario }), ['huge-zero-page']);
  t.same(unmet({ scenario, expect: 'page-cache', target: pageCache }), ['huge-zero-page']);
  t.same(unmet({ scenario, ...withCounts({ hugeFaults: 9, hugeLooks: 10 }) }), []);
  t.same(unmet({ scenario, ...withCounts({ hugeFaults: 8, hugeLooks: 10 }) }), ['huge-zero-page']);
});

t.test(
  'of faults on data a share must have mapped 2 MiB, unless those steps were left out',
  async (t) => {
    const scenario = overwriteRace;
    const all = { scenario, stepAttempts: [64, 16, 500, 400] };
    const seen = (hugeFaults: number, hugeLooks: number) => withCounts({ hugeFaults, hugeLooks });
    t.same(unmet({ ...all, ...seen(25, 100) }), []);
    t.same(unmet({ ...all, ...seen(24, 100) }), ['huge-data-page']);
    t.same(unmet({ ...all, ...seen(0, 0) }), ['huge-data-page'], 'none was looked at');
    const why = 'data is not laid out in 2 MiB';
    const without = { scenario, stepAttempts: [64, 500] };
    const lacking = new Map([1, 3].map((index) => [index, why]));
    t.same(unmet({ ...without, lacking }), []);
    const gate = gatesOf(makeProof({ ...without, lacking })).find(
      ({ id }) => id === 'huge-data-page',
    );
    t.equal(gate?.detail, `at 2 MiB nothing was raced: ${why}`);
    const other = { scenario, stepAttempts: [64, 16, 500], lacking: new Map([[3, why]]) };
    t.same(unmet({ ...other, ...seen(0, 16) }), ['huge-data-page'], 'one of them was raced');
    const cached = { expect: 'page-cache', target: pageCache } as const;
    const ids = gatesOf(makeProof({ ...without, ...cached, lacking })).map(({ id }) => id);
    t.notOk(ids.includes('huge-data-page'), 'the page cache is not asked for them');
  },
);

t.test('a bound that was asked for must have been reached', async (t) => {
  t.same(unmet({ untilBound: 3 / 900 }), []);
  t.same(unmet({ untilBound: 3 / 901 }), ['bound']);
  t.same(
    unmet({
      scenario: staleZeroPage,
      untilBound: 1e-9,
      ...withCounts({ hugeFaults: 1 }),
      stepAttempts: [1, 1],
    }),
    [],
  );
});

t.test('each gate says itself whether more time could meet it', async (t) => {
  const all = gatesOf(makeProof({ untilBound: 1e-9 }));
  t.same(
    all.filter(({ metByTime }) => metByTime).map(({ id }) => id),
    ['attempted', 'overlapped', 'every-strategy', 'early-and-late', 'bound'],
  );
});

t.test('a sequence beside a race is no strategy that must have seen both outcomes', async (t) => {
  const inTurn = met({ attempts: 500, early: 500, late: 0 });
  t.same(unmet({ byStrategy: { stagger: met(), 'in-turn': inTurn } }), []);
});
