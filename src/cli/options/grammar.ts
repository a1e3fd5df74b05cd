/**
 * One grammar for all commands, and for what stands behind `--`. yargs would make a list of an option that is given
 * twice, `false` of `--no-kernel`, an object of `--kernel.x`, and would pass over whatever stands behind `--`.
 */
import type { Argv } from 'yargs';
import { UsageError } from '../../errors.js';

/** The commands that hand on what stands behind `--`: to the race in the guest. */
const WITH_GUEST: ReadonlySet<unknown> = new Set(['vm', 'sweep', 'bisect']);

/** `parse-numbers`: of a number 1 that is given twice yargs would make 2, for so it counts flags. */
const PARSER = {
  'populate--': true,
  'boolean-negation': false,
  'dot-notation': false,
  'parse-numbers': false,
} as const;

/** What yargs knows of the options, as it hands it to a check. */
interface Known {
  readonly key: Readonly<Record<string, boolean>>;
  readonly array: readonly string[];
  readonly boolean: readonly string[];
}

type Groups = Readonly<Record<string, readonly string[]>>;
interface Grouped {
  getGroups(): Groups;
}

type Parsed = Readonly<Record<string, unknown>> & { readonly _: readonly unknown[] };

/**
 * Has yargs hold a command line against the grammar.
 *
 * @param words the command line
 */
export function withGrammar<T>(argv: Argv<T>, words: readonly string[]): Argv<T> {
  return argv.parserConfiguration(PARSER).check((args, options) => {
    const [parsed, known] = [args as Parsed, options as unknown as Known];
    checkOnce(parsed, known);
    checkFlags(words, known);
    checkPositionals(words, (argv as unknown as Grouped).getGroups());
    checkBehindDashes(parsed);
    return true;
  });
}

/** An option that takes one value is given once: which of two was meant nobody knows. */
function checkOnce(parsed: Parsed, { key, array }: Known): void {
  const twice = Object.keys(key).find(
    (name) => Array.isArray(parsed[name]) && !array.includes(name),
  );
  if (twice === undefined) return;
  throw new UsageError(`--${twice} was given more than once: give it once`);
}

/** An option that takes no value has none: `--restart=yes` would be read as no. */
function checkFlags(words: readonly string[], { boolean }: Known): void {
  for (const word of beforeDashes(words)) {
    const name = /^--([^=]+)=/.exec(word)?.[1];
    if (name !== undefined && boolean.includes(name))
      throw new UsageError(`--${name} takes no value: give it alone, or leave it out`);
  }
}

/** What has a place on the command line has no name there: of `run a --dir b` yargs would forget b. */
function checkPositionals(words: readonly string[], groups: Groups): void {
  for (const name of groups['Positionals:'] ?? []) {
    const named = beforeDashes(words).some((word) => word.split('=')[0] === `--${name}`);
    if (named) throw new UsageError(`--${name} is no option: give it without --${name}`);
  }
}

/** Nothing that was given is passed over. */
function checkBehindDashes(parsed: Parsed): void {
  const words = parsed['--'];
  if (!Array.isArray(words) || words.length === 0) return;
  const [command] = parsed._;
  if (WITH_GUEST.has(command)) return;
  throw new UsageError(
    command === undefined
      ? 'no command was given before --: holerace --help lists them'
      : `${command} takes nothing behind --: give its options before it`,
  );
}

/** The words that are holerace's own. */
export function beforeDashes(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end === -1 ? words : words.slice(0, end);
}
