import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { quoted, wordsOf } from '../src/quoted.js';
import { printable } from '../src/result/printable.js';

t.test('words as a shell takes them, and as a terminal can show them', async (t) => {
  t.equal(quoted(['a b', "it's", '--x=1']), "'a b' 'it'\\''s' --x=1");
  const hostile = ['\u001b[2J', 'a\u202eb', "'\\\n$(x)`"];
  const text = quoted(hostile);
  t.equal(printable(text), text);
  const word = fc.string({ unit: 'binary', minLength: 1 }).filter((one) => !one.includes('\0'));
  const words = fc.sample(
    word.filter((one) => one.isWellFormed()),
    200,
  );
  const said = execFileSync('bash', ['-c', `printf '%s\\0' ${quoted([...hostile, ...words])}`]);
  t.same(said.toString().split('\0').slice(0, -1), [...hostile, ...words]);
});

t.test('words are what they were before they were quoted', async (t) => {
  const word = fc.string({ unit: 'binary' }).filter((one) => printable(one) === one);
  const same = (words: string[]) => isDeepStrictEqual(wordsOf(quoted(words), 'x'), words);
  fc.assert(fc.property(fc.array(word), same));
  t.pass('always');
});

t.test('quotes and backslashes hold as in a shell', async (t) => {
  const words = wordsOf(`-device  a,b="c d"' e' f\\ g "h\\"i" ''`, 'x');
  t.same(words, ['-device', 'a,b=c d e', 'f g', 'h"i', '']);
  t.same(wordsOf('  ', 'x'), []);
  for (const open of ["'a", '"a', 'a\\'])
    t.throws(() => wordsOf(open, '--x'), /--x has a quote that does not end: close it/);
});
