import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import t from 'tap';
import { quoted } from '../../../src/quoted.js';
import { COLUMNS, command, fact, prose } from '../../../src/report/mail/lines.js';

t.test('a command means the same in several lines', async (t) => {
  const word = fc
    .string({ unit: 'binary', maxLength: 40 })
    .filter((one) => !one.includes('\0') && one.isWellFormed());
  const commands = fc.sample(fc.array(word, { minLength: 1, maxLength: 12 }), 60);
  for (const words of commands) {
    const lines = command(quoted(words));
    const script = `set -- ${lines.join('\n')}; printf '%s\\0' "$@"`;
    const said = execFileSync('bash', ['-c', script]).toString().split('\0').slice(0, -1);
    t.same(said, words, lines.join('\n'));
  }
});

t.test('its lines are short, but for words that are longer', async (t) => {
  const long = 'x'.repeat(100);
  const lines = command(`holerace vm --kernel ${long} ${'--scenario a-race '.repeat(20)}`);
  t.ok(lines.length > 4);
  for (const line of lines) t.ok(line.length <= COLUMNS || line.includes(long), line);
  t.ok(lines.slice(0, -1).every((line) => line.endsWith(' \\')));
  t.same(command('holerace run'), ['  holerace run']);
});

t.test('blanks in a row are one, however many', async (t) => {
  t.same(prose(`one${' '.repeat(50_000)}two  three`), ['one two three']);
});

t.test('prose and facts are wrapped', async (t) => {
  const text = 'a word and another one '.repeat(20).trim();
  for (const lines of [prose(text), prose(text, '    '), fact('kernel', text)]) {
    t.ok(lines.length > 4);
    t.ok(lines.every((line) => line.length <= COLUMNS));
  }
  t.same(fact('kernel', '6.1'), ['kernel:      6.1']);
  t.match(fact('kernel', text)[1], /^ {13}\S/);
  const path = `/folder/${'x'.repeat(100)}`;
  t.same(fact('console', path), [`console:     ${path}`], 'a path stays whole');
});
