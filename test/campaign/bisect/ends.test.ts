import t from 'tap';
import { bisectOrder } from '../../../src/campaign/bisect/ends.js';

const LIST = ['k0', 'k1', 'k2', 'k3'];
const order = (over: Partial<Parameters<typeof bisectOrder>[1]> = {}, list = LIST) =>
  bisectOrder(list, { good: null, bad: null, firstFixed: false, ...over });

t.test('the ends are those of the list, or the ones named', async (t) => {
  t.same(order(), [0, 1, 2, 3]);
  t.same(order({ good: 'k1' }), [1, 2, 3]);
  t.same(order({ good: 'k1', bad: './k2' }), [1, 2]);
});

t.test('looking for the fix turns the list round', async (t) => {
  t.same(order({ firstFixed: true }), [3, 2, 1, 0]);
  t.same(order({ firstFixed: true, bad: 'k1' }), [3, 2, 1]);
});

t.test('ends that cannot be are refused', async (t) => {
  t.throws(() => order({}, ['k0']), /needs two kernels at least/);
  t.throws(() => order({ good: 'k9' }), /--good k9 is not in the list/);
  t.throws(() => order({ good: 'k1', bad: 'k1' }), /are the same kernel/);
  t.throws(() => order({ good: 'k2', bad: 'k1' }), /use --first-fixed/);
  t.throws(() => order({ good: 'k1', bad: 'k2', firstFixed: true }), /leave out --first-fixed/);
});
