import t from 'tap';
import { printable, printableLines } from '../../src/result/printable.js';
import { recordSchema } from '../../src/result/records.js';

t.test('nothing that drives a terminal or forges a line passes', async (t) => {
  t.equal(printable('a\u001b[2Jb\u009b31mc\r\nclean: \u2028d\u0000'), 'a [2Jb 31mc clean:  d ');
  t.equal(printable('a\u202ecod.b\u2066c\ufeff'), 'a cod.b c ', 'nor turns what follows around');
  t.equal(printableLines('a\u001bb\nc\u202ed'), 'a b\nc d');
  t.equal(printable('ext4: größe 5 µs'), 'ext4: größe 5 µs', 'other letters do');
});

t.test('a record is made printable where it is read', async (t) => {
  const record = recordSchema.parse({
    record: 'untested',
    filesystem: null,
    reason: 'x\u001b[2Jy',
  });
  t.match(record, { reason: 'x [2Jy' });
});
