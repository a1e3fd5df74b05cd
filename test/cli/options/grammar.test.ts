import t from 'tap';
import yargs, { type Argv } from 'yargs';
import * as bisect from '../../../src/cli/commands/bisect.js';
import * as merge from '../../../src/cli/commands/merge.js';
import * as report from '../../../src/cli/commands/report.js';
import * as run from '../../../src/cli/commands/run.js';
import * as selftest from '../../../src/cli/commands/selftest.js';
import * as sweep from '../../../src/cli/commands/sweep.js';
import * as vm from '../../../src/cli/commands/vm.js';
import { withGrammar } from '../../../src/cli/options/grammar.js';
import { guestArguments } from '../../../src/cli/options/machine-options.js';
import { UsageError } from '../../../src/errors.js';

interface Command {
  readonly command: string;
  readonly builder: (argv: Argv) => Argv<unknown>;
}

const commands = [bisect, merge, report, run, selftest, sweep, vm] as unknown as Command[];

interface Options {
  readonly key: Readonly<Record<string, boolean>>;
  readonly array: readonly string[];
  readonly boolean: readonly string[];
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly default: Readonly<Record<string, unknown>>;
}

/** How holerace takes a command line: the options that yargs came to, or the refusal. */
function parse({ command, builder }: Command, ...words: string[]): unknown {
  try {
    return withGrammar(yargs(words), words)
      .exitProcess(false)
      .strict()
      .fail((message, error) => {
        throw error ?? new UsageError(message);
      })
      .command(command, '', builder, () => undefined)
      .parseSync();
  } catch (error) {
    return error;
  }
}

function optionsOf({ builder }: Command): Options {
  return (builder(yargs([])) as unknown as { getOptions(): Options }).getOptions();
}

/** A value that the option takes. */
function valueFor(name: string, options: Options): string {
  const [choice] = options.choices[name] ?? [];
  return choice ?? String(options.default[name] ?? 1);
}

for (const one of commands) {
  const name = one.command.split(' ')[0] ?? '';
  const options = optionsOf(one);
  const known = Object.keys(options.key).filter((key) => !/[A-Z]/.test(key));
  const positionals: readonly string[] = one.command.match(/(?<=[[<])\w+/g) ?? [];
  const scalars = known.filter(
    (key) => !options.array.includes(key) && !options.boolean.includes(key),
  );
  const kernel = name === 'vm' ? ['--kernel', 'k'] : [];
  const fixed = [name, ...(name === 'merge' ? ['journal'] : []), ...kernel];

  t.test(`${name}: an option that takes one value is given once`, async (t) => {
    for (const option of scalars.filter((key) => !positionals.includes(key))) {
      const dashed = option.length === 1 ? `-${option}` : `--${option}`;
      const value = valueFor(option, options);
      const camel = dashed.replace(/(?<=\w)-(.)/g, (_, letter: string) => letter.toUpperCase());
      for (const twin of new Set([dashed, camel])) {
        const said = parse(one, ...fixed, dashed, value, twin, value);
        t.match(said, { message: /was given more than once: give it once/ }, `${dashed} ${twin}`);
      }
    }
  });

  t.test(`${name}: no option is negated, and none has parts`, async (t) => {
    for (const option of known.filter((key) => key.length > 1)) {
      for (const words of [[`--no-${option}`], [`--${option}.x`, 'y']])
        t.match(parse(one, ...fixed, ...words), { message: /^Unknown argument/ }, words.join(' '));
    }
  });

  t.test(`${name}: what takes no value has none, and a place has no name`, async (t) => {
    for (const flag of known.filter((key) => options.boolean.includes(key))) {
      const said = parse(one, ...fixed, `--${flag}=yes`);
      t.match(said, { message: `--${flag} takes no value: give it alone, or leave it out` });
    }
    for (const place of positionals)
      t.match(parse(one, ...fixed, `--${place}`, 'x'), { message: /is no option/ }, place);
  });
}

t.test('what may be given again is a list', async (t) => {
  const said = parse(vm as unknown as Command, 'vm', '-k', 'k', '--fs', 'ext4', '--fs', 'xfs');
  t.match(said, { fs: ['ext4', 'xfs'], kernel: 'k' });
});

t.test('behind -- stands the race in a guest, and behind that nothing', async (t) => {
  t.match(guestArguments({ '--': ['--seconds', '3', '--scenario', 'append-race'] } as never), {
    seconds: 3,
    scenario: ['append-race'],
  });
  for (const [words, message] of [
    [['--', '--seconds', '3'], /^-- was given more than once/],
    [['--expect', 'dax', '--expect', 'any'], /^behind --: --expect was given more than once/],
    [['--seconds.x', '3'], /^behind --: seconds\.x is not known/],
    [['word'], /^behind --: word is not known/],
  ] as const) {
    t.throws(() => guestArguments({ '--': words } as never), { message });
  }
  const dashes = parse(run as unknown as Command, 'run', '.', '--', '--seconds', '0.2');
  t.match(dashes, { message: /^run takes nothing behind --/ });
});
