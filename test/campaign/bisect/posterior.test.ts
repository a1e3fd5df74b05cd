import fc from 'fast-check';
import t from 'tap';
import { chooseKernel } from '../../../src/campaign/bisect/next-kernel.js';
import { candidateRanges, posteriorOf } from '../../../src/campaign/bisect/posterior.js';
import { isUntestable, type KernelCounts, NO_RUNS } from '../../../src/campaign/run-counts.js';
import { countsOf } from '../../fixtures/run-counts.js';

const kernel = fc.record({ stale: fc.nat(3), clean: fc.nat(9), untested: fc.nat(3) });
const ladder = fc.array(kernel, { minLength: 2, maxLength: 30 });
const sum = (values: Iterable<number>) => [...values].reduce((total, one) => total + one, 0);

t.test('probabilities add up to one, and none lies behind a stale kernel', async (t) => {
  fc.assert(
    fc.property(ladder, (counts) => {
      const { probabilities, firstStale } = posteriorOf(counts);
      const behind = probabilities.slice(firstStale + 1);
      return Math.abs(sum(probabilities) - 1) < 1e-9 && behind.every((one) => one === 0);
    }),
  );
  t.pass('as they must');
});

t.test('a clean run never makes an earlier culprit more likely', async (t) => {
  fc.assert(
    fc.property(ladder, fc.nat(29), (counts, at) => {
      const place = at % counts.length;
      // A good end that is believed, for it cannot be tested, is not run.
      fc.pre(place > 0 || !isUntestable(counts[0] ?? NO_RUNS));
      const before = posteriorOf(counts);
      const more = counts.map((one, index) =>
        index === place ? { ...one, clean: one.clean + 1 } : one,
      );
      const after = posteriorOf(more);
      const upTo = ({ probabilities }: { probabilities: Float64Array }) =>
        sum(probabilities.slice(0, place + 1));
      return upTo(after) <= upTo(before) + 1e-9;
    }),
  );
  t.pass('it falls, or stays');
});

t.test('candidates that nothing tells apart are equally likely', async (t) => {
  const { probabilities } = posteriorOf(countsOf('. . cc . . ss . s'));
  t.equal(probabilities[0], probabilities[2]);
  t.equal(probabilities[3], probabilities[5]);
  t.ok((probabilities[3] ?? 0) > 5 * (probabilities[2] ?? 1));
  t.equal(probabilities[6], 0);
});

t.test('the ladder is the same as by enumeration over place and rate', async (t) => {
  const counts = countsOf('. c scc . cc sc s');
  const STEPS = 4000;
  const weights = counts.map((_, culprit) => {
    let weight = 0;
    for (let step = 0; step < STEPS; step++) {
      const rate = Math.sin(((step + 0.5) / STEPS) * (Math.PI / 2)) ** 2;
      weight += (0.75 / STEPS) * likelihood(counts, culprit, rate);
    }
    return weight + 0.25 * likelihood(counts, culprit, 1);
  });
  const { probabilities } = posteriorOf(counts);
  for (const [culprit, weight] of weights.entries()) {
    const exact = weight / sum(weights);
    t.ok(Math.abs((probabilities[culprit] ?? -1) - exact) < 1e-4, `${culprit}: ${exact}`);
  }
});

function likelihood(counts: readonly KernelCounts[], culprit: number, rate: number): number {
  return counts.reduce((product, { stale, clean }, place) => {
    if (place < culprit) return stale > 0 ? 0 : product;
    return product * rate ** stale * (1 - rate) ** clean;
  }, 1);
}

t.test('kernels that cannot be tested join the candidates on both sides of them', async (t) => {
  const counts = countsOf('. cccc uuu uuuu s . s');
  const ranges = candidateRanges(posteriorOf(counts), counts);
  t.match(ranges, [
    { first: 0, last: 0 },
    { first: 1, last: 1 },
    { first: 2, last: 4 },
  ]);
  t.ok(Math.abs(sum(ranges.map(({ probability }) => probability)) - 1) < 1e-9);
});

t.test('a good end that cannot be tested is believed', async (t) => {
  const { probabilities } = posteriorOf(countsOf('uuu . . s'));
  t.equal(probabilities[0], 0);
});

t.test('untested runs among others do not make a kernel untestable', async (t) => {
  const counts = countsOf('. cuuu ccuuuuu cuuuuuu s');
  t.match(candidateRanges(posteriorOf(counts), counts), [
    { first: 0, last: 0 },
    { first: 1, last: 1 },
    { first: 2, last: 2 },
    { first: 3, last: 4 },
  ]);
});

t.test('probabilities stay numbers after tens of thousands of runs', async (t) => {
  // The chance of so many clean runs together is far below the smallest number.
  const counts = [
    { stale: 0, clean: 40_000, untested: 0 },
    { stale: 0, clean: 30, untested: 0 },
    { stale: 2000, clean: 18_000, untested: 0 },
    { stale: 2000, clean: 18_000, untested: 0 },
  ];
  const posterior = posteriorOf(counts);
  t.ok(Math.abs(sum(posterior.probabilities) - 1) < 1e-9, posterior.probabilities.join(' '));
  t.ok((posterior.probabilities[0] ?? 1) < 1e-300);
  // A bad kernel is clean in 9 of 10 runs, and so in 30 of them by a chance of 0.042.
  t.ok(Math.abs((posterior.probabilities[1] ?? 0) - 0.9 ** 30 / (1 + 0.9 ** 30)) < 1e-3);
  t.equal(chooseKernel(posterior, counts, 10), 1);
});
