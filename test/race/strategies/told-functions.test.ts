import t from 'tap';
import { namesIn, ToldFunctions } from '../../../src/race/strategies/told-functions.js';

/** A kernel with these functions. */
function kernelOf(names: readonly string[]) {
  const kernel = { asked: 0, names };
  const tell = async (fits: (name: string) => boolean) => {
    kernel.asked++;
    return kernel.names.filter(fits);
  };
  return { kernel, tell };
}

t.test('the kernel is asked once, and until it has answered nothing is known', async (t) => {
  const { kernel, tell } = kernelOf(['ext4_set_iomap', 'xfs_ilock', 'dax_fault_iter', 'schedule']);
  const told = new ToldFunctions('ext4', tell);
  t.equal(namesIn(told.shared), null);
  const answer = told.ask();
  t.equal(namesIn(told.shared), null);
  await answer;
  t.same(namesIn(told.shared), ['ext4_set_iomap', 'dax_fault_iter'], 'what a call may pass');
  kernel.names = ['dax_iomap_fault'];
  await told.ask();
  t.same(namesIn(told.shared), ['ext4_set_iomap', 'dax_fault_iter']);
  t.equal(kernel.asked, 1);
});

t.test('where it tells nothing there is nothing, and that is known', async (t) => {
  const told = new ToldFunctions('ext4', kernelOf([]).tell);
  await told.ask();
  t.same(namesIn(told.shared), []);
});

t.test('of far too many whole names are kept, as many as there is room for', async (t) => {
  const many = Array.from({ length: 20_000 }, (_, index) => `dax_${'long_'.repeat(5)}${index}`);
  const told = new ToldFunctions('ext4', kernelOf(many).tell);
  await told.ask();
  const kept = namesIn(told.shared) ?? [];
  t.ok(kept.length > 5000 && kept.length < many.length, `${kept.length}`);
  t.same(kept, many.slice(0, kept.length));
});
