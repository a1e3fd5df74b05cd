/** Command lines: options, values, paths and names of every kind of byte are taken, or refused in one sentence. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import yargs, { type Argv } from 'yargs';
import * as bisect from '../../../src/cli/commands/bisect.js';
import * as merge from '../../../src/cli/commands/merge.js';
import * as reduce from '../../../src/cli/commands/reduce.js';
import * as report from '../../../src/cli/commands/report.js';
import * as reproduce from '../../../src/cli/commands/reproduce.js';
import * as run from '../../../src/cli/commands/run.js';
import * as selftest from '../../../src/cli/commands/selftest.js';
import * as sweep from '../../../src/cli/commands/sweep.js';
import * as vm from '../../../src/cli/commands/vm.js';
import { withGrammar } from '../../../src/cli/options/grammar.js';
import { usageMessage } from '../../../src/cli/options/usage-message.js';
import { UsageError } from '../../../src/errors.js';
import { makeLog } from '../../../src/log.js';
import { quoted, wordsOf } from '../../../src/quoted.js';
import { CLI } from '../../fixtures/cli.js';
import { holdReader } from '../../fixtures/hostile/readers.js';
import { hostileNumber, hostileText } from '../../fixtures/hostile/values.js';

/** A whole command costs a process. */
const SHARE_OF_PROCESSES = 0.1;

interface Command {
  readonly command: string;
  readonly builder: (argv: Argv) => Argv<unknown>;
}

const commands = [
  ...[bisect, merge, reduce, report, reproduce, run, selftest, sweep, vm],
] as unknown as Command[];

const optionsOf = ({ builder }: Command): string[] => {
  const { key } = (builder(yargs([])) as unknown as { getOptions(): { key: object } }).getOptions();
  return Object.keys(key);
};

const value = fc.oneof(hostileText, hostileNumber.map(String));
const line = fc.nat(commands.length - 1).chain((which) => {
  const { command } = commands[which] as Command;
  const names = optionsOf(commands[which] as Command);
  const option = fc
    .tuple(
      fc.constantFrom('--', '--no-', '-', '--x.'),
      fc.constantFrom(...names),
      fc.constantFrom(' ', '='),
      value,
    )
    .map(([dashes, name, sign, one]) =>
      sign === '=' ? [`${dashes}${name}=${one}`] : [`${dashes}${name}`, one],
    );
  const word = fc.oneof(
    option,
    value.map((one) => [one]),
    fc.constant(['--']),
  );
  return fc
    .array(word, { maxLength: 6 })
    .map((words) => ({ which, words: [command.split(' ')[0] ?? '', ...words.flat()] }));
});

t.test('options and their values', async (t) => {
  await holdReader(t, 'command lines', line, ({ which, words }) => {
    const { command, builder } = commands[which] as Command;
    withGrammar(yargs(words), words)
      .exitProcess(false)
      .strict()
      .fail((message, error) => {
        if (error !== undefined && error.name !== 'YError') throw error;
        throw new UsageError(usageMessage(message ?? error?.message ?? ''));
      })
      .help(false)
      .version(false)
      .command(command, '', builder, () => undefined)
      .parseSync();
    return null;
  });
});

t.test('words for a shell', async (t) => {
  await holdReader(t, 'words of --append and --qemu-args', value, (text) => {
    wordsOf(text, '--append');
    return quoted([text]).length > 0 ? null : 'nothing was quoted';
  });
});

/** What a command line can hold, as Node.js reads it from there: no halves of characters. Not standard input. */
const nameOfFile = hostileText
  .map((text) => Buffer.from(text).toString())
  .filter((text) => text !== '' && !text.includes('\0') && text !== '-');

t.test('files by names of every kind of byte', async (t) => {
  const context = { log: makeLog(false, true), signal: new AbortController().signal };
  await holdReader(t, 'names of files', nameOfFile, async (file) => {
    try {
      await report.run({ file: [file], format: 'text' }, context);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      // What a name does to a terminal is the log's to keep off: the sentence is what is around it.
      throw new UsageError(error.message.replaceAll(file, 'NAME'));
    }
    return 'it is no result';
  });
});

t.test('the same, of a whole command', async (t) => {
  const read = async (file: string): Promise<string | null> => {
    const started = promisify(execFile)(process.execPath, [CLI, 'report', '--', file]);
    const { code, stderr } = await started.then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => error,
    );
    if (code !== 255) return `exit code ${code}`;
    return /^ *at .*:\d+/m.test(stderr) ? `a stack: ${stderr}` : null;
  };
  await holdReader(t, 'names of files, a process each', nameOfFile, read, SHARE_OF_PROCESSES);
});
