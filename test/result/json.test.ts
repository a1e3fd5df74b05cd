import fc from 'fast-check';
import t from 'tap';
import { LEVELS_LIMIT, parseJson, VALUES_LIMIT } from '../../src/result/json.js';

t.test('what is JSON is read as JSON.parse reads it', async (t) => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      t.same(parseJson(text), JSON.parse(text));
    }),
  );
});

t.test('brackets and commas in a text are no values', async (t) => {
  const words = `${'['.repeat(1000)}\\"${','.repeat(1000)}\\`;
  t.same(parseJson(JSON.stringify({ words })), { words });
});

t.test('what is nested more deeply than any document is refused', async (t) => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  t.ok(parseJson(nested(LEVELS_LIMIT)));
  t.throws(() => parseJson(nested(LEVELS_LIMIT + 1)), { message: /nested more deeply/ });
  t.throws(() => parseJson('{"a":'.repeat(LEVELS_LIMIT + 1)), { message: /nested more deeply/ });
});

t.test('more values than any document has are refused before they are made', async (t) => {
  const many = `[${'[],'.repeat(VALUES_LIMIT / 2)}[]]`;
  t.throws(() => parseJson(many), { message: /more values/ });
});
