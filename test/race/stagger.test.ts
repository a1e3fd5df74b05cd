import fc from 'fast-check';
import t from 'tap';
import { STAGGER_LIMIT_SPINS, Stagger } from '../../src/race/stagger.js';

const ATTEMPTS = 6000;
/** Of the attempts at the end, when the stagger has been found. */
const SETTLED = 3000;

/** Runs a stagger against a machine that says whether an attempt with a given stagger is late. */
function lateShare(seed: number, isLate: (spins: number, attempt: number) => boolean): number {
  const stagger = new Stagger(seed);
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
      const stagger = new Stagger(seed);
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

t.test('the same seed gives the same spread', async (t) => {
  const [one, other] = [new Stagger(7), new Stagger(7)];
  for (let attempt = 0; attempt < 100; attempt++) {
    t.equal(one.next(), other.next());
    one.note(attempt % 3 === 0);
    other.note(attempt % 3 === 0);
  }
});
