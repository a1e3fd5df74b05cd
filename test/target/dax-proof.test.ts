import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { flagsOfMapping, proveBySmaps, proveDax } from '../../src/target/dax-proof.js';
import { alsoThroughKoffi } from '../fixtures/through-koffi.js';

const smaps = `00401000-00402000 r-xp 00001000 08:02 173521 /bin/prog
Size:                  4 kB
VmFlags: rd ex mr mw me
7f0000001000-7f0000002000 r--s 00000000 103:00 12 /mnt/file
Size:                  4 kB
Rss:                   0 kB
VmFlags: rd sh mr mw me ms mm
7f0000002000-7f0000003000 r--s 00001000 103:00 12 /mnt/file
Size:                  4 kB
7f0000003000-7f0000004000 rw-p 00000000 00:00 0
VmFlags: rd wr mr mw me ac
`;

t.test('the flags are those of the mapping that begins at the address', async (t) => {
  t.same(flagsOfMapping(smaps, 0x7f0000001000), ['rd', 'sh', 'mr', 'mw', 'me', 'ms', 'mm']);
  t.same(flagsOfMapping(smaps, 0x401000), ['rd', 'ex', 'mr', 'mw', 'me']);
  t.same(flagsOfMapping(smaps, 0x7f0000002000), [], 'one without VmFlags has none');
  t.same(flagsOfMapping(smaps, 0x7f000000), [], 'a part of an address is no address');
});

t.test('an ordinary file is not DAX, and both proofs say so', async (t) => {
  const file = path.join(t.testdir({ target: 'x'.repeat(4096) }), 'target');
  t.equal(proveDax(file).dax, false);
  const fd = openSync(file, 'r');
  t.teardown(() => closeSync(fd));
  t.same(proveBySmaps(fd), { dax: false, daxProof: 'smaps' });
});

alsoThroughKoffi(t, import.meta.url);
