import t from 'tap';
import { functionsIn, functionsLike, functionsToldLike } from '../../src/native/kernel-symbols.js';

const KALLSYMS = [
  'ffffffff81000000 T dax_iomap_fault',
  'ffffffff81000010 t dax_fault_iter\t[fuse]',
  'ffffffff81000020 t dax_fault_iter',
  'ffffffff81000030 D dax_data',
  'ffffffff81000040 t dax_iomap_rw.part.0',
  `ffffffff81000050 t dax_${'x'.repeat(200)}`,
  'dax is no line of it',
].join('\n');

t.test('of a list of symbols the whole functions are taken, each once', async (t) => {
  const fits = (name: string): boolean => name.startsWith('dax_');
  t.same(functionsIn(KALLSYMS, fits), ['dax_iomap_fault', 'dax_fault_iter']);
  t.same(
    functionsIn(KALLSYMS, (name) => name === 'dax_fault_iter'),
    ['dax_fault_iter'],
  );
  t.same(functionsIn('', fits), []);
});

t.test('the running kernel tells the same to who waits and to who does not', async (t) => {
  const fits = (name: string): boolean => /page/.test(name);
  const all = functionsLike(fits);
  t.same(await functionsToldLike(fits), all);
  t.same(await functionsToldLike(fits, 1000), all, 'wherever a line is cut in two');
});
