/** Calls that write less than they are asked for, or nothing, on a real file. */
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { refusedWrite, VectoredPages } from '../../src/native/io.js';
import { PAGE_BYTES } from '../../src/native/page-sizes.js';

const HALF_BYTES = PAGE_BYTES / 2;
const file = path.join(t.testdir(), 'file');
writeFileSync(file, Buffer.alloc(2 * PAGE_BYTES, 1));
const fd = openSync(file, 'r+');
t.teardown(() => closeSync(fd));

t.test('a write(2) that ends early writes what can be read, and no more', async (t) => {
  const pages = new VectoredPages([HALF_BYTES], PAGE_BYTES - HALF_BYTES);
  pages.bytes.fill(2);
  pages.write(fd, PAGE_BYTES);
  const expected = Buffer.alloc(2 * PAGE_BYTES, 1).fill(2, PAGE_BYTES, PAGE_BYTES + HALF_BYTES);
  t.ok(readFileSync(file).equals(expected));
  t.throws(() => pages.write(-1, 0), { message: 'pwritev(2) failed with EBADF', code: 'EBADF' });
});

t.test('one that is refused writes nothing', async (t) => {
  const before = readFileSync(file);
  refusedWrite(fd, HALF_BYTES, 0);
  t.ok(readFileSync(file).equals(before));
  t.throws(() => refusedWrite(-1, HALF_BYTES, 0), { code: 'EBADF' });
  t.throws(() => refusedWrite(fd, 0, 0), { message: /wrote 0 bytes that cannot be read/ });
});
