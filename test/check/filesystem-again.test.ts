import t from 'tap';
import { filesystemAgain } from '../../src/check/filesystem-again.js';
import { UsageError } from '../../src/errors.js';
import { filesystemOrder } from '../../src/filesystems/order.js';
import type { Features } from '../../src/result/result.js';

const features = (mkfs: string): Features => ({ level: 'x', mkfs, list: [], refused: null });

t.test('of the ways to make it the one counts that was taken', async (t) => {
  const { makings } = await filesystemOrder('ext4');
  const made = makings.at(-1)?.mkfs.join(' ') ?? '';
  t.ok(makings.length > 1);
  const raced = { filesystems: ['xfs', 'ext4'] as const };
  const target = { filesystem: 'ext4', features: features(made) };
  const again = await filesystemAgain(raced, target, 'dax');
  t.same(again.makings, makings.slice(-1));
  t.match(again, { choice: 'ext4', mount: { options: 'dax' } });
  const other = { ...target, features: features('mkfs.ext4 -O future') };
  t.same((await filesystemAgain(raced, other, 'dax')).makings, makings, 'else what there is');
});

t.test('a filesystem that was not ordered is refused', async (t) => {
  const target = { filesystem: 'btrfs', features: null };
  await t.rejects(filesystemAgain({ filesystems: ['ext4'] }, target, 'dax'), UsageError);
});
