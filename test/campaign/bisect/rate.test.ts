import fc from 'fast-check';
import t from 'tap';
import { cleanChances, estimateRate } from '../../../src/campaign/bisect/rate.js';

/** The same by brute force: the prior's mixture, integrated over the rate by substitution r = sin² u. */
function integrate(of: (rate: number) => number): number {
  const STEPS = 20_000;
  let sum = 0;
  for (let step = 0; step < STEPS; step++) {
    const angle = ((step + 0.5) / STEPS) * (Math.PI / 2);
    // Beta(1/2, 1/2) is uniform in the angle.
    sum += of(Math.sin(angle) ** 2);
  }
  return 0.25 * of(1) + (0.75 * sum) / STEPS;
}

t.test('clean chances are the integral over the rate', async (t) => {
  for (const stale of [0, 1, 3, 10]) {
    const chances = cleanChances(stale, 0, 40);
    const all = integrate((rate) => rate ** stale);
    for (const clean of [0, 1, 2, 7, 40]) {
      const exact = integrate((rate) => rate ** stale * (1 - rate) ** clean) / all;
      const close = Math.abs((chances[clean] ?? 0) - exact) < 1e-6;
      t.ok(close, `${clean} clean after ${stale} stale: ${chances[clean]}, ${exact}`);
    }
  }
});

t.test('the estimate is the mean and the deviation of the same distribution', async (t) => {
  for (const [stale, clean] of [
    [0, 0],
    [3, 0],
    [3, 5],
    [6, 60],
  ] as const) {
    const weight = (rate: number) => rate ** stale * (1 - rate) ** clean;
    const all = integrate(weight);
    const mean = integrate((rate) => weight(rate) * rate) / all;
    const square = integrate((rate) => weight(rate) * rate ** 2) / all;
    const estimate = estimateRate(stale, clean);
    t.ok(Math.abs(estimate.mean - mean) < 1e-6, `${stale} and ${clean}: ${estimate.mean}, ${mean}`);
    t.ok(Math.abs(estimate.deviation - Math.sqrt(square - mean ** 2)) < 1e-5);
  }
});

t.test('each further clean run makes a bad kernel less likely, never impossible', async (t) => {
  fc.assert(
    fc.property(fc.nat(50), fc.integer({ min: 1, max: 500 }), (stale, most) => {
      const chances = [...cleanChances(stale, 0, most)];
      return chances.every(
        (chance, clean) => chance > 0 && (clean === 0 || chance < (chances[clean - 1] ?? 0)),
      );
    }),
  );
  t.pass('it falls');
});

t.test('further clean runs are the ratio of all to those seen', async (t) => {
  for (const stale of [0, 3]) {
    const all = cleanChances(stale, 0, 20);
    for (const seen of [1, 5])
      for (const [more, chance] of cleanChances(stale, seen, 10).entries()) {
        const ratio = (all[seen + more] ?? 0) / (all[seen] ?? 1);
        if (Math.abs(chance - ratio) > 1e-12) t.fail(`${more} after ${seen}: ${chance}, ${ratio}`);
      }
  }
  t.pass('as it must be');
});
