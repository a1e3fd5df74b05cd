import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { seekEnd } from '../../src/native/seek.js';

t.test('the next read begins behind all that was there', async (t) => {
  const file = path.join(t.testdir(), 'log');
  writeFileSync(file, 'before');
  const fd = openSync(file, 'r');
  t.teardown(() => closeSync(fd));
  const read = (): string => {
    const bytes = Buffer.alloc(16);
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, null));
  };
  t.equal(read(), 'before', 'a read begins at the beginning otherwise');
  writeFileSync(file, 'and behind', { flag: 'a' });
  seekEnd(fd);
  t.equal(read(), '');
  writeFileSync(file, '!', { flag: 'a' });
  t.equal(read(), '!');
});

t.test('a file without such a place is an error with its code', async (t) => {
  t.throws(() => seekEnd(-1), { code: 'EBADF' });
});
