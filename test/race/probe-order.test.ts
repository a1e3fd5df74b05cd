import t from 'tap';
import { ProbeOrder } from '../../src/race/probe-order.js';
import type { ScenarioOrder } from '../../src/race/scenario-sum.js';
import { namesIn, ToldFunctions } from '../../src/race/strategies/told-functions.js';

const DONE = { points: 70, pointsLeft: 0 };

/** Who asks a kernel with one function. */
function orderOf(points?: readonly string[]) {
  const told = new ToldFunctions('ext4', async () => ['ext4_set_iomap']);
  const plan = { points } as ScenarioOrder['plan'];
  const order = { plan: points === undefined ? ({} as ScenarioOrder['plan']) : plan, told };
  const names = () => namesIn(told.shared);
  return { order, names, settle: () => new Promise((done) => setImmediate(done)) };
}

t.test('the kernel is asked once each point of the lists had its turn', async (t) => {
  const { order, names, settle } = orderOf();
  const probes = new ProbeOrder(order, ['stagger', 'probe']);
  await probes.begin();
  probes.goesOn({ points: 0, pointsLeft: 0 });
  probes.goesOn({ points: 69, pointsLeft: 1 });
  await settle();
  t.equal(names(), null);
  t.same(probes.points, { told: order.told.shared }, 'it may tell later');
  probes.goesOn(DONE);
  await settle();
  t.same(names(), ['ext4_set_iomap']);
});

t.test('nobody asks for what no strategy probes, or where points were asked for', async (t) => {
  const unprobed = orderOf();
  const stagger = new ProbeOrder(unprobed.order, ['stagger', 'preempt']);
  await stagger.begin();
  stagger.goesOn(DONE);
  const toldUnprobed = orderOf(['told']);
  await new ProbeOrder(toldUnprobed.order, ['stagger']).begin();
  const asked = orderOf(['iomap_iter return']);
  const alone = new ProbeOrder(asked.order, ['probe']);
  await alone.begin();
  alone.goesOn(DONE);
  await asked.settle();
  t.equal(unprobed.names(), null);
  t.equal(toldUnprobed.names(), null);
  t.equal(asked.names(), null);
  t.same(alone.points, { asked: [{ symbol: 'iomap_iter', at: 'return' }] });
});

t.test('what the kernel tells is waited for where that was asked for', async (t) => {
  const { order, names } = orderOf(['told', 'iomap_iter return']);
  const probes = new ProbeOrder(order, ['probe']);
  await probes.begin();
  t.same(names(), ['ext4_set_iomap']);
  t.match(probes.points, { asked: [{ symbol: 'iomap_iter' }], told: order.told.shared });
  t.same(new ProbeOrder({ ...order, told: null }, ['probe']).points, {
    asked: [{ symbol: 'iomap_iter', at: 'return' }],
  });
});
