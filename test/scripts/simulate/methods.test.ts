import t from 'tap';
import {
  fixedRepetition,
  greedyGain,
  informationFloor,
  ownMethod,
} from '../../../scripts/simulate/methods.js';
import { runTrials } from '../../../scripts/simulate/trials.js';
import { DEFAULT_SETTINGS } from '../../../src/campaign/bisect/settings.js';

const own = ownMethod(DEFAULT_SETTINGS);
const options = { kernels: 128, seed: 7, rates: [0.5, 0.5] } as const;

t.test('the floor is the one of the Z-channel', async (t) => {
  t.equal(Math.round(informationFloor(1024, 0.5)), 31);
  t.equal(Math.round(informationFloor(1024, 0.1)), 182);
  t.equal(informationFloor(1024, 1), 10);
});

t.test('the same seed gives the same trials, another seed others', async (t) => {
  const once = runTrials(own, 20, options);
  t.same(runTrials(own, 20, options), once);
  t.notSame(runTrials(own, 20, { ...options, seed: 8 }), once);
});

t.test('holerace is right, with far fewer kernels than greedy gain', async (t) => {
  const ours = runTrials(own, 100, options);
  const greedy = runTrials(greedyGain(0.99), 100, options);
  t.ok(ours.right >= 0.97, `${ours.right} right`);
  t.ok(ours.kernels < 0.75 * greedy.kernels, `${ours.kernels} and ${greedy.kernels} kernels`);
});

t.test('no method does with fewer runs than the floor', async (t) => {
  for (const method of [own, greedyGain(0.99), fixedRepetition(0.001)]) {
    t.ok(runTrials(method, 100, options).runs > informationFloor(127, 0.5));
  }
});

t.test('too little repetition is wrong, and is counted as wrong', async (t) => {
  t.ok(runTrials(fixedRepetition(0.5), 100, options).right < 0.5);
});

t.test('a fault in every run takes one kernel for each halving, and the bad end', async (t) => {
  const { right, kernels } = runTrials(own, 30, { kernels: 1024, seed: 7, rates: [1, 1] });
  t.equal(right, 1);
  t.ok(kernels < 11.1, `${kernels} kernels`);
});
