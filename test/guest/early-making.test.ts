import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { filesystemOrder } from '../../src/filesystems/order.js';
import { earlyLines, takeMadeEarly } from '../../src/guest/early-making.js';

const ext4 = await filesystemOrder('ext4');
const xfs = await filesystemOrder('xfs');

t.test('init makes the first filesystem as it would be made first', async (t) => {
  const { before, beside } = earlyLines({ pmem: 'memmap', filesystems: [ext4, xfs] });
  t.match(before, '/runtime/tmp/making');
  t.match(beside, `/in-runtime /bin/${ext4.makings[0]?.mkfs.join(' ')} /dev/pmem0 >`);
  t.match(beside, '/in-runtime /bin/dumpe2fs -h /dev/pmem0 >');
  t.notMatch(beside, 'mkfs.xfs');
});

t.test('what cannot be made before Node.js has begun is not', async (t) => {
  const tmpfs = await filesystemOrder('tmpfs', 'page-cache');
  const needs = [
    { pmem: 'nvdimm' as const, filesystems: [ext4] },
    { pmem: 'memmap' as const, filesystems: [tmpfs, ext4] },
    { pmem: 'memmap' as const, filesystems: [{ ...ext4, makings: [] }] },
    { pmem: 'memmap' as const, filesystems: [] },
  ];
  for (const one of needs) t.same(earlyLines(one), { before: '', beside: '' });
});

/** What init has left. */
function tell(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}

t.test('what init has made is taken once', async (t) => {
  const folder = t.testdir();
  t.equal(takeMadeEarly(folder), null);
  tell(folder, { making: '\n', made: 'out', 'made-features': 'has_journal', 'made-status': '0\n' });
  t.same(takeMadeEarly(folder), {
    made: { failed: null, stdout: 'out' },
    features: 'has_journal',
  });
  t.equal(takeMadeEarly(folder), null);
});

t.test('how mkfs failed is what is told of it', async (t) => {
  const folder = t.testdir();
  tell(folder, { making: '\n', made: '', 'made-errors': 'it is full\n', 'made-status': '1\n' });
  t.match(takeMadeEarly(folder)?.made, { failed: 'it is full' });
  tell(folder, { making: '\n', 'made-errors': '', 'made-status': '137\n' });
  t.match(takeMadeEarly(folder)?.made, { failed: 'it ended with status 137' });
});

t.test('where no device has appeared nothing was made', async (t) => {
  const folder = t.testdir();
  tell(folder, { making: '\n', 'made-status': 'none\n' });
  t.equal(takeMadeEarly(folder), null);
  t.notOk(existsSync(path.join(folder, 'making')));
});

t.test('it is waited for, and not for ever', async (t) => {
  const folder = t.testdir();
  // A status that is written by half is none.
  tell(folder, { making: '\n', 'made-status': '0' });
  t.type(takeMadeEarly(folder, 20)?.made.failed, 'string');
});
