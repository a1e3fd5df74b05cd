/** The commands of the documentation that boot a stock kernel, in a copy of the repository. */
import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { makeCommandFolder } from '../fixtures/cli.js';
import { check } from '../fixtures/doc-runs.js';
import { ways } from '../fixtures/doc-ways.js';

const COMMAND_LIMIT_MS = 300_000;
/** What a fresh clone has, less what `scripts/setup` would take minutes to install. */
const CLONED = ['README.md', 'package.json', 'package-lock.json', 'tsconfig.json'];
const FOLDERS = ['findings', 'scripts', 'src', 'test'];

const clone = t.testdir();
for (const name of [...CLONED, ...FOLDERS]) {
  cpSync(packageFile(name), path.join(clone, name), { recursive: true });
}
symlinkSync(packageFile('node_modules'), path.join(clone, 'node_modules'));
const env = { PATH: `${makeCommandFolder(path.join(t.testdirName, 'bin'))}:${process.env.PATH}` };

for (const [command, { boot }] of Object.entries(ways)) {
  if (boot === undefined) continue;
  t.test(command, { timeout: COMMAND_LIMIT_MS }, (t) =>
    check(t, boot, async () => {
      const options = { cwd: clone, env, reject: false, timeout: COMMAND_LIMIT_MS } as const;
      const words = ['-c', boot.as ?? command];
      const { exitCode, stdout, stderr } = await execa('sh', words, options);
      return { exitCode, said: `${stdout}\n${stderr}` };
    }),
  );
}
