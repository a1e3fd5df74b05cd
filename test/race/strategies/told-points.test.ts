import fc from 'fast-check';
import t from 'tap';
import { pointsOf } from '../../../src/race/strategies/probe-points.js';
import {
  CHANGE_NAMES,
  FAULT_NAMES,
  fits,
  symbolsTold,
} from '../../../src/race/strategies/told-points.js';

/** As kernels tell them: those of modules last. */
const TOLD = [
  ...['do_read_fault', 'dax_fault_iter', 'iomap_iter', 'unmap_mapping_pages', 'iomap_writepages'],
  ...['dax_bus_match', 'iomap_seek_hole', 'tcp_sendmsg', 'insert_page_into_pte_locked'],
  ...['ext4_set_iomap', 'ext4_punch_hole', 'ext4_iomap_swap_activate', 'xfs_ilock', 'xfs_iunlock'],
];

t.test('a fault and a change pass their own, and none of another filesystem', async (t) => {
  const listed = pointsOf(['iomap_iter']);
  t.same(symbolsTold(FAULT_NAMES, TOLD, 'ext4', listed), [
    ...['ext4_set_iomap', 'do_read_fault', 'dax_fault_iter', 'insert_page_into_pte_locked'],
  ]);
  t.same(symbolsTold(FAULT_NAMES, TOLD, 'xfs', []).slice(0, 2), ['xfs_ilock', 'xfs_iunlock']);
  t.same(symbolsTold(CHANGE_NAMES, TOLD, 'ext4', listed), [
    ...['ext4_set_iomap', 'ext4_punch_hole', 'dax_fault_iter', 'unmap_mapping_pages'],
  ]);
});

t.test('what comes once, and what other calls pass, is left out', async (t) => {
  for (const name of ['ext4_iomap_swap_activate', 'dax_bus_match', 'dax_init', 'iomap_fiemap']) {
    t.notOk(fits(FAULT_NAMES, 'ext4', name), name);
    t.notOk(fits(CHANGE_NAMES, 'ext4', name), name);
  }
  t.notOk(fits(FAULT_NAMES, 'ext4', 'iomap_write_begin'));
  t.ok(fits(CHANGE_NAMES, 'ext4', 'iomap_write_begin'));
});

t.test(
  'whatever the kernel tells, no list has what is taken, and all of it was told',
  async (t) => {
    const name = fc.oneof(fc.constantFrom(...TOLD), fc.string());
    fc.assert(
      fc.property(fc.array(name), fc.array(fc.constantFrom(...TOLD)), (told, symbols) => {
        const taken = symbolsTold(FAULT_NAMES, told, 'ext4', pointsOf(symbols));
        return taken.every((one) => told.includes(one) && !symbols.includes(one));
      }),
    );
    t.pass('of any names');
  },
);
