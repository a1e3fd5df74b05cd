import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { type Block, BlockReader } from '../../src/kernel-log/blocks.js';
import { messageOfLine, messageOfRecord } from '../../src/kernel-log/message.js';

/** In the source tree: the compiler does not copy them. */
const fixtures = (name: string): string =>
  fileURLToPath(new URL(`../../../test/fixtures/${name}`, import.meta.url));

type Expected = readonly [kind: string, fn: string | null, place: string | null, lines: number];

/** What each log complains of: kind, function, place, and how many lines belong to it. */
const logs: Readonly<Record<string, readonly Expected[]>> = {
  'warn-7.2': [['warning', 'dax_disassociate_entry', 'fs/dax.c:452', 11]],
  'warn-twice-interleaved': [
    ['warning', 'dax_insert_entry', 'fs/dax.c:372', 9],
    ['warning', 'dax_insert_entry', 'fs/dax.c:372', 5],
  ],
  'warn-with-words': [['memory', 'refcount_warn_saturate', 'lib/refcount.c:28', 8]],
  'warn-4.9': [['warning', 'dax_invalidate_mapping_entry', 'mm/truncate.c:78', 9]],
  'list-corruption-bug': [
    ['memory', '__list_del_entry_valid_or_report', 'lib/list_debug.c:62', 10],
  ],
  kasan: [['kasan', 'xfs_iomap_write_unwritten', null, 20]],
  kcsan: [['kcsan', 'dax_lock_entry', null, 12]],
  kfence: [['kfence', 'ext4_ext_map_blocks', null, 6]],
  'ubsan-old': [['ubsan', null, 'fs/ext4/mballoc.c:3012', 7]],
  'ubsan-new': [['ubsan', null, 'fs/xfs/libxfs/xfs_attr_leaf.c:2535', 7]],
  'lockdep-circular': [['lockdep', null, null, 22]],
  'sleeping-in-atomic': [['lockdep', null, 'mm/page_alloc.c:5520', 6]],
  slab: [['memory', null, null, 13]],
  'bad-pmd': [
    ['memory', null, 'mm/pgtable-generic.c:50', 1],
    ['memory', null, 'mm/pgtable-generic.c:50', 1],
    ['memory', null, null, 1],
    ['memory', null, null, 1],
  ],
  'bad-page': [['memory', null, null, 10]],
  filesystems: [
    ['filesystem', 'ext4_mb_generate_buddy', null, 1],
    ['filesystem', null, null, 1],
    ['filesystem', null, null, 1],
    ['filesystem', 'xfs_free_ag_extent', 'fs/xfs/libxfs/xfs_alloc.c:1954', 4],
    ['filesystem', 'xfs_defer_finish_noroll', 'fs/xfs/libxfs/xfs_defer.c:533', 1],
    ['filesystem', null, null, 1],
    ['filesystem', null, null, 1],
  ],
  'xfs-assertion': [
    ['filesystem', null, 'fs/xfs/xfs_bmap_util.c:812', 1],
    ['warning', 'assfail', 'fs/xfs/xfs_message.c:104', 3],
  ],
  invalidation: [['invalidation', null, null, 2]],
  'memory-failure': [
    ['memory-failure', null, null, 1],
    ['memory-failure', null, null, 1],
  ],
  'quiet-race': [],
  'stale-trace-cut-off': [],
  callers: [['warning', 'iomap_write_iter', 'fs/iomap/buffered-io.c:969', 5]],
  'user-words': [['bug', null, null, 1]],
};

/** The consoles of guests that ended badly tell it in the same words. */
const consoles: Readonly<Record<string, readonly (readonly [kind: string, fn: string | null])[]>> =
  {
    'clean-boot': [],
    warning: [['warning', 'dax_insert_entry']],
    panic: [],
    'init-killed': [],
    'null-dereference': [['oops', 'dax_writeback_one']],
    'null-dereference-4.9': [['oops', null]],
    'general-protection': [['oops', 'xas_load']],
    'general-protection-4.10': [['oops', null]],
    'divide-error': [['oops', null]],
    'hung-in-io': [['hung-task', null]],
    'kernel-bug': [['oops', null]],
    'page-fault-cut-off': [['oops', null]],
    'hung-task': [['hung-task', null]],
    'soft-lockup': [['lockup', null]],
    'hard-lockup': [['lockup', null]],
    'rcu-stall': [['stall', null]],
    'rcu-self-stall': [['stall', null]],
  };

const NOWHERE = { scenario: null, filesystem: null, seconds: 0 };

function blocksOf(log: string): Block[] {
  const blocks: Block[] = [];
  const reader = new BlockReader((block) => blocks.push(block));
  for (const line of log.split('\n')) {
    const message = messageOfLine(line);
    if (message !== null) reader.push(message, NOWHERE);
  }
  reader.end();
  return blocks;
}

const read = (folder: string, name: string): string =>
  readFileSync(path.join(fixtures(folder), `${name}.log`), 'latin1');
const namesIn = (folder: string): string[] =>
  readdirSync(fixtures(folder)).map((name) => path.basename(name, '.log'));

t.test('each log of the corpus complains of what it should', async (t) => {
  for (const [name, expected] of Object.entries(logs)) {
    const blocks = blocksOf(read('logs', name));
    const found = blocks.map(({ kind, place, text, ...block }) => [
      ...[kind, block.function, place, text.length],
    ]);
    t.same(found, expected, name);
  }
  t.same(namesIn('logs').sort(), Object.keys(logs).sort(), 'none is forgotten');
});

t.test('so does each console', async (t) => {
  for (const [name, expected] of Object.entries(consoles)) {
    const found = blocksOf(read('consoles', name)).map(({ kind, ...block }) => [
      ...[kind, block.function],
    ]);
    t.same(found, expected, name);
  }
  t.same(namesIn('consoles').sort(), Object.keys(consoles).sort(), 'none is forgotten');
});

t.test(
  'a complaint is known by its first line, with the words of a warning before it',
  async (t) => {
    const lines = (name: string): string[] => blocksOf(read('logs', name)).map(({ line }) => line);
    t.same(lines('warn-with-words'), ['refcount_t: underflow; use-after-free.']);
    t.same(lines('warn-7.2'), [
      'WARNING: fs/dax.c:452 at dax_disassociate_entry+0x5c/0xd0, CPU#1: node/88',
    ]);
    t.same(lines('slab'), ['BUG kmalloc-64 (Not tainted): Poison overwritten']);
  },
);

t.test('a record of /dev/kmsg is the same message', async (t) => {
  t.same(messageOfRecord('4,1234,41200010,-;bad pmd'), {
    ...{ seconds: 41.20001, text: 'bad pmd', isKernels: true },
  });
  t.same(messageOfRecord('6,1,5,-,caller=T88;a\\x09b\\x5cc\\x1b[2J')?.text, 'a b\\c[2J');
  t.equal(messageOfRecord('12,1235,41200010,-;WARNING: by a user')?.isKernels, false);
  t.equal(messageOfRecord(' SUBSYSTEM=pci'), null);
  t.equal(messageOfRecord('nonsense'), null);
});
