/** Loads of pages that are not there, where a plain load would end the process. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { addressOf, unmap } from '../../src/native/libc.js';
import { mapShared } from '../../src/native/mmap.js';
import { PAGE_BYTES } from '../../src/native/page-sizes.js';
import { Peek } from '../../src/native/peek.js';
import { alsoThroughKoffi } from '../fixtures/through-koffi.js';

t.test('what is there is read, what is not is told', async (t) => {
  const fd = openSync(path.join(t.testdir(), 'file'), 'w+');
  writeSync(fd, Buffer.alloc(PAGE_BYTES, 5), 0, PAGE_BYTES, 0);
  const mapping = mapShared(fd, 0, 4 * PAGE_BYTES);
  const peek = new Peek(addressOf(mapping));
  t.teardown(() => {
    peek.close();
    unmap(mapping);
    closeSync(fd);
  });
  t.equal(peek.byteAt(0), 5);
  t.equal(peek.byteAt(PAGE_BYTES), -1, 'behind the end of the file');
  t.equal(peek.pageAt(PAGE_BYTES), null);
  t.ok(peek.pageAt(0)?.equals(Buffer.alloc(PAGE_BYTES, 5)));
  ftruncateSync(fd, 2 * PAGE_BYTES);
  t.equal(peek.byteAt(PAGE_BYTES), 0);
  writeSync(fd, Buffer.alloc(1, 9), 0, 1, PAGE_BYTES + 7);
  t.equal(peek.byteAt(PAGE_BYTES + 7), 9, 'a mapping, not a copy');
  t.equal(peek.pageAt(PAGE_BYTES)?.[7], 9);
});

alsoThroughKoffi(t, import.meta.url);
