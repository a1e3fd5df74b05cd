import t from 'tap';
import { inVersionOrder } from '../../../src/kernels/debian/version-order.js';

const order = async (...versions: string[]) =>
  (await inVersionOrder(versions.map((version) => ({ version })))).map(({ version }) => version);

t.test('versions come in the order of Debian, not of letters', async (t) => {
  t.same(await order('6.1.10', '6.1.9', '6.12', '5.10.0-30', '6.12~rc1', '1:4.19'), [
    ...['5.10.0-30', '6.1.9', '6.1.10', '6.12~rc1', '6.12', '1:4.19'],
  ]);
  t.same(await order(), []);
});

t.test('equal versions stay as they were', async (t) => {
  const things = ['a', 'b', 'c', 'd'].map((name) => ({ name, version: name === 'c' ? '1' : '2' }));
  const names = (await inVersionOrder(things)).map(({ name }) => name);
  t.same(names, ['c', 'a', 'b', 'd']);
});

t.test('what is no version is said so', async (t) => {
  await t.rejects(order('6.1', 'six'), /dpkg cannot compare the versions .*: use --keep-order/);
});
