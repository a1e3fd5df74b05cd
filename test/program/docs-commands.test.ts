/**
 * Every command that the documentation gives is run: those of README.md and CONTRIBUTING.md here, those of
 * docs/ beside this, those that boot for real in the suites boot and lab, else by what its entry names.
 */
import { existsSync } from 'node:fs';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { commandsIn, commandsOf, docFiles } from '../fixtures/doc-commands.js';
import { runCommands, wayOf } from '../fixtures/doc-runs.js';
import { ways } from '../fixtures/doc-ways.js';
import { labRuns } from '../lab/doc-commands.js';

const commands = docFiles().flatMap(commandsOf);

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
  t.ok(commands.length > 50, `${commands.length} commands`);
  for (const { file, command } of commands) {
    t.ok(
      wayOf(command) ?? labRuns[command],
      `${file}: ${command}: say in test/fixtures/doc-ways.ts how it is tested`,
    );
  }
  const there = new Set(commands.map(({ command }) => command));
  for (const command of [...Object.keys(ways), ...Object.keys(labRuns)]) {
    t.ok(there.has(command), `${command} is in the documentation`);
  }
  for (const { elsewhere } of Object.values(ways)) {
    if (elsewhere !== undefined) t.ok(existsSync(packageFile(elsewhere[0])), elsewhere[0]);
  }
});

runCommands(t, ['README.md', 'CONTRIBUTING.md']);
