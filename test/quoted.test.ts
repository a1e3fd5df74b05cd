import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import t from 'tap';
import { quoted } from '../src/quoted.js';
import { printable } from '../src/report/printable.js';

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
