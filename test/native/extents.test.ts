import { closeSync, ftruncateSync, openSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { allocateUnwritten, unwrittenBytes } from '../../src/native/extents.js';

/** statfs(2): the filesystem here need not have unwritten extents. */
const HAS_UNWRITTEN_EXTENTS = [0xef53, 0x58465342, 0x9123683e];
const LENGTH_BYTES = 1 << 20;

const folder = t.testdir();

const skip = HAS_UNWRITTEN_EXTENTS.includes(statfsSync(folder).type)
  ? false
  : 'neither ext4 nor xfs nor btrfs: nothing to look at';

t.test('unwritten bytes go away where they are written', { skip }, async (t) => {
  const fd = openSync(path.join(folder, 'file'), 'w+');
  t.teardown(() => closeSync(fd));
  ftruncateSync(fd, 2 * LENGTH_BYTES);
  t.equal(unwrittenBytes(fd, 0, LENGTH_BYTES), 0, 'a sparse file has no extents');
  allocateUnwritten(fd, LENGTH_BYTES, LENGTH_BYTES);
  t.equal(unwrittenBytes(fd, LENGTH_BYTES, LENGTH_BYTES), LENGTH_BYTES);
  t.equal(unwrittenBytes(fd, 0, 2 * LENGTH_BYTES), LENGTH_BYTES, 'clipped to the range');
  t.equal(unwrittenBytes(fd, LENGTH_BYTES + 4096, 8192), 8192, 'clipped on both sides');
});

t.test('what cannot be allocated says why', async (t) => {
  const fd = openSync(path.join(folder, 'read-only'), 'w');
  writeSync(fd, 'x');
  closeSync(fd);
  const readOnly = openSync(path.join(folder, 'read-only'), 'r');
  t.teardown(() => closeSync(readOnly));
  t.throws(() => allocateUnwritten(readOnly, 0, LENGTH_BYTES), { code: 'EBADF' });
});

t.test('a file that tells nothing is not taken for unwritten', async (t) => {
  const fd = openSync('/proc/self/status', 'r');
  t.teardown(() => closeSync(fd));
  t.equal(unwrittenBytes(fd, 0, LENGTH_BYTES), null);
});
