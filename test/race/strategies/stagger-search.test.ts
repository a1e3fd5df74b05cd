import fc from 'fast-check';
import t from 'tap';
import {
  STAGGER_LIMIT_SPINS,
  StaggerSearch,
  timerOf,
} from '../../../src/race/strategies/stagger-search.js';

const ATTEMPTS = 6000;
/** Of the attempts at the end, when the stagger has been found. */
const SETTLED = 3000;

/** Runs a stagger against a machine that says whether an attempt with a given stagger is late. */
function lateShare(seed: number, isLate: (spins: number, attempt: number) => boolean): number {
  const stagger = new StaggerSearch(seed);
  let late = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const outcome = isLate(stagger.next(), attempt);
    stagger.note(outcome);
    if (attempt >= ATTEMPTS - SETTLED && outcome) late++;
  }
  return late / SETTLED;
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
/** Where the outcome flips, well within the bound. */
const flips = fc.integer({ min: -8000, max: 8000 });

t.test('a fixed machine is met half early, half late', async (t) => {
  fc.assert(
    fc.property(seeds, flips, (seed, flip) => {
      const share = lateShare(seed, (spins) => spins > flip);
      return share > 0.4 && share < 0.6;
    }),
  );
  t.pass('within 40% and 60%');
});

t.test('a machine that drifts is followed', async (t) => {
  fc.assert(
    fc.property(seeds, flips, fc.integer({ min: -1, max: 1 }), (seed, flip, drift) => {
      const share = lateShare(seed, (spins, attempt) => spins > flip + drift * attempt * 0.2);
      return share > 0.3 && share < 0.7;
    }),
  );
  t.pass('within 30% and 70%');
});

t.test('outcomes that never vary leave it within its bound', async (t) => {
  fc.assert(
    fc.property(seeds, fc.boolean(), (seed, late) => {
      const stagger = new StaggerSearch(seed);
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const spins = stagger.next();
        if (!Number.isInteger(spins) || Math.abs(spins) > STAGGER_LIMIT_SPINS) return false;
        stagger.note(late);
      }
      return true;
    }),
  );
  t.pass('bounded');
});

t.test('a machine that thaws after a long freeze is found again', async (t) => {
  fc.assert(
    fc.property(seeds, flips, (seed, flip) => {
      const share = lateShare(seed, (spins, attempt) => attempt > 2000 && spins > flip);
      return share > 0.3 && share < 0.7;
    }),
  );
  t.pass('found again');
});

t.test('a machine with two speeds is met on both sides of either', async (t) => {
  fc.assert(
    fc.property(seeds, flips, flips, (seed, one, other) => {
      // It changes over every now and then, as one does whose neighbour comes and goes.
      const share = lateShare(
        seed,
        (spins, attempt) => spins > (attempt % 1500 < 750 ? one : other),
      );
      return share > 0.25 && share < 0.75;
    }),
  );
  t.pass('within 25% and 75%');
});

t.test('every second attempt goes anywhere that fault and write still overlap', async (t) => {
  fc.assert(
    fc.property(seeds, flips, fc.integer({ min: 200, max: 4000 }), (seed, flip, reach) => {
      const stagger = new StaggerSearch(seed);
      const settled: number[] = [];
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const away = stagger.next() - flip;
        stagger.note(away > 0, Math.abs(away) <= reach);
        if (attempt >= SETTLED) settled.push(Math.abs(away));
      }
      const overlapped = settled.filter((away) => away <= reach).length / settled.length;
      const far = settled.filter((away) => away > reach / 2 && away <= reach);
      return overlapped > 0.8 && far.length > SETTLED / 8;
    }),
  );
  t.pass('four of five overlap, and many of them far from where the outcome flips');
});

t.test('where nothing overlaps, every attempt stays near', async (t) => {
  fc.assert(
    fc.property(seeds, flips, (seed, flip) => {
      const stagger = new StaggerSearch(seed);
      for (let attempt = 0; attempt < SETTLED; attempt++)
        stagger.note(stagger.next() > flip, false);
      const around = Array.from({ length: 200 }, () => Math.abs(stagger.next() - flip));
      return around.filter((away) => away < 200).length > 160;
    }),
  );
  t.pass('around the flip');
});

t.test('half of the attempts go to where something was found', async (t) => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1000, max: 8000 }), (seed, find) => {
      const stagger = new StaggerSearch(seed);
      stagger.noteFind(find);
      const staggers = Array.from({ length: 1000 }, () => stagger.next());
      const near = staggers.filter((spins) => Math.abs(spins - find) <= 24).length;
      const searching = staggers.filter((spins) => Math.abs(spins) <= 200).length;
      return near > 400 && searching > 400;
    }),
  );
  t.pass('and half search on');
});

t.test('the search goes on beside finds, and follows the machine', async (t) => {
  fc.assert(
    fc.property(seeds, flips, fc.integer({ min: -500, max: 500 }), (seed, flip, find) => {
      const stagger = new StaggerSearch(seed);
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const spins = stagger.next();
        if (attempt === SETTLED) stagger.noteFind(spins + find);
        stagger.note(spins > flip);
      }
      const around = Array.from({ length: 200 }, () => Math.abs(stagger.next() - flip));
      return around.filter((spins) => spins < 200).length > 60;
    }),
  );
  t.pass('around the flip still');
});

t.test('the same seed gives the same spread', async (t) => {
  const [one, other] = [new StaggerSearch(7), new StaggerSearch(7)];
  for (let attempt = 0; attempt < 100; attempt++) {
    t.equal(one.next(), other.next());
    one.note(attempt % 3 === 0);
    other.note(attempt % 3 === 0);
  }
});

t.test(
  'the timer goes off within two milliseconds or so, the earlier the larger the stagger',
  async (t) => {
    const spins = fc.integer({ min: -STAGGER_LIMIT_SPINS, max: STAGGER_LIMIT_SPINS });
    fc.assert(
      fc.property(spins, spins, (one, other) => {
        const [early, late] = [timerOf(Math.max(one, other)), timerOf(Math.min(one, other))];
        // The other way round of the reader's.
        const readers = timerOf(Math.min(one, other), 'reader');
        if (readers > timerOf(Math.max(one, other), 'reader') || readers < 0) return false;
        return early >= 0 && early <= late && late < 3_000_000 && Number.isInteger(late);
      }),
    );
    t.pass('in order and bounded');
  },
);
