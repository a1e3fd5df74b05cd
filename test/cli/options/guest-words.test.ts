import t from 'tap';
import { appendOption, qemuArgsOption } from '../../../src/cli/options/guest-words.js';

t.test('what the kernel and QEMU are given is one line, and not too long', async (t) => {
  t.equal(appendOption('nokaslr slub_debug=FZP'), 'nokaslr slub_debug=FZP');
  t.equal(qemuArgsOption("-device 'a b'"), "-device 'a b'");
  for (const bad of ['a\nb', 'a\rb', 'a\0b', '\x1b[2J'])
    t.throws(() => appendOption(bad), /--append has a line break or another control character/);
  t.throws(() => appendOption(''), /--append is empty: leave it out/);
  t.throws(() => appendOption('x'.repeat(1025)), /--append is longer than 1024 bytes: give fewer/);
  t.throws(() => qemuArgsOption('"'), /--qemu-args has a quote that does not end/);
  t.same(appendOption(['a', 'b']), ['a', 'b'], 'given twice: refused elsewhere');
});
