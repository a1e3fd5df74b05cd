import t from 'tap';
import yargs from 'yargs';
import { usageMessage } from '../../../src/cli/options/usage-message.js';

/** What holerace says where the real yargs refuses a command line. */
function refusalOf(...words: string[]): string {
  let said = 'accepted';
  yargs(words)
    .option('kernel', { type: 'string', demandOption: true, requiresArg: true })
    .option('expect', { choices: ['dax', 'page-cache'] })
    .strict()
    .exitProcess(false)
    .fail((message) => {
      said = usageMessage(message);
    })
    .parse();
  return said;
}

t.test('each refusal of yargs is one sentence that says what to do', async (t) => {
  t.equal(refusalOf('--kernel', 'k'), 'accepted');
  t.equal(refusalOf(), '--kernel is missing: --help says what it takes');
  t.equal(refusalOf('--kernel'), '--kernel has no value: --help says what it takes');
  t.equal(
    refusalOf('--kernel', 'k', '--expect', 'x'),
    '--expect "x" is not valid: choose from "dax", "page-cache"',
  );
  t.match(refusalOf('--kernel', 'k', '--nix'), /^nix is not known here: --help lists what is$/);
  t.match(refusalOf('--kernel', 'k', '--nix', '--nada'), /^nix, nada is not known here/);
});

t.test('of a value as long as a command line a part is told', async (t) => {
  const long = '\ud800'.repeat(5000);
  t.match(
    refusalOf('--kernel', 'k', '--expect', long),
    /^--expect "(\\ud800)+\\?u?[d80]*… \(30002 characters\) is not valid: choose from "dax", "page-cache"$/,
  );
  t.ok(refusalOf('--kernel', 'k', '--expect', long).length < 400);
  t.ok(refusalOf('--kernel', 'k', `--${'n'.repeat(5000)}`).length < 400);
});

t.test('a message of our own stays as it is', async (t) => {
  const own = '--seed abc is not valid: give a whole number from 0 to 9';
  t.equal(usageMessage(own), own);
  t.equal(usageMessage('one\n  and the same'), 'one and the same');
});
