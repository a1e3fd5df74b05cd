import fc from 'fast-check';
import t from 'tap';
import { numberOption } from '../../../src/cli/options/numbers.js';
import { UsageError } from '../../../src/errors.js';

const seconds = numberOption('seconds', { least: 0.1, most: 3600, whole: false });
const seed = numberOption('seed', { least: 0, most: 2 ** 31 - 1, whole: true });

t.test('numbers as people write them', async (t) => {
  t.same(['10', ' 0.5 ', '.5', '5.', '1e2', '+3'].map(seconds), [10, 0.5, 0.5, 5, 100, 3]);
  t.equal(seed(0), 0);
  t.equal(seconds(undefined), undefined, 'an option that was not given');
});

t.test('what is no number, or out of bounds, is refused in a sentence', async (t) => {
  const wrong = ['', ' ', 'abc', '1s', '0x10', 'Infinity', 'NaN', '1e400', '-1', '0.05', '3601'];
  const accepted = wrong.filter((text) => {
    try {
      seconds(text);
      return true;
    } catch (error) {
      return !(error instanceof UsageError);
    }
  });
  t.same(accepted, []);
  const message = '--seconds abc is not valid: give a number from 0.1 to 3600';
  t.throws(() => seconds('abc'), { message });
  t.throws(() => seconds(''), { message: /^--seconds '' is not valid/ });
  t.throws(() => seed('1.5'), { message: /give a whole number from 0 to 2147483647$/ });
  t.throws(() => seed(Number.NaN), UsageError);
  t.throws(() => seed(true), UsageError);
});

t.test('whatever is accepted keeps the rules', async (t) => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String)),
      (text) => {
        try {
          const number = seed(text);
          return number === Number(text) && Number.isInteger(number) && number >= 0;
        } catch (error) {
          return error instanceof UsageError;
        }
      },
    ),
  );
  t.pass('whole, and within bounds');
});
