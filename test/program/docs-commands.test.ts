/** Every command that the documentation gives is run, here or by what its entry names. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { commandsIn, commandsOf, docFiles } from '../fixtures/doc-commands.js';
import { makeSandbox } from '../fixtures/doc-sandbox.js';
import { mentioned, type Way, ways } from '../fixtures/doc-ways.js';

/** All commands of a file, some of which take seconds. */
const FILE_LIMIT_MS = 110_000;

const wayOf = (command: string): Way | undefined =>
  ways[command] ?? mentioned(command) ?? undefined;
const all = docFiles().map((file) => ({ file, commands: commandsOf(file) }));

t.test('commands are found wherever they stand', async (t) => {
  const text = [
    ...['Run `holerace vm` or `scripts/setup lab`; not `holerace` nor `scripts/lab/`.', ''],
    ...['- in a list:', '', '  ```sh', '  one \\', '    two   # why', '  # nothing', '  ```', ''],
    ...['```console', '$ three', 'four', '```', '', '| a | `npm run x` |', '| --- | --- |', ''],
  ];
  const found = commandsIn(text.join('\n'), 'x.md').map(({ command }) => command);
  t.same(found, ['holerace vm', 'scripts/setup lab', 'one two', 'three', 'npm run x']);
  t.throws(() => commandsIn('```\nls\n```\n', 'x.md'), /x\.md: .* "ls" has no label: write one of/);
});

t.test('each has a test or a reason, and each entry a command', async (t) => {
  const commands = all.flatMap(({ commands: some }) => some);
  t.ok(commands.length > 50, `${commands.length} commands`);
  for (const { file, command } of commands) {
    t.ok(wayOf(command), `${file}: ${command}: say in test/fixtures/doc-ways.ts how it is tested`);
  }
  const there = new Set(commands.map(({ command }) => command));
  for (const command of Object.keys(ways)) {
    t.ok(there.has(command), `${command} is in the documentation`);
  }
  for (const { elsewhere } of Object.values(ways)) {
    if (elsewhere !== undefined) t.ok(existsSync(packageFile(elsewhere[0])), elsewhere[0]);
  }
});

const cache = path.join(t.testdirName, '..', 'docs-commands-cache');
for (const { file, commands } of all) {
  t.test(file, { timeout: FILE_LIMIT_MS }, async (t) => {
    const sandbox = await makeSandbox(t, cache);
    for (const command of new Set(commands.map((one) => one.command))) {
      const run = wayOf(command)?.program;
      if (run === undefined) continue;
      const { exitCode, said } = await sandbox(run.as ?? command);
      t.equal(exitCode, run.exitCode ?? 0, `${command}\n${said}`);
      if (run.prints !== undefined) t.match(said, run.prints, command);
    }
  });
}
