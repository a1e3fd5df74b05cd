/** The commands of the documentation that boot a lab kernel. */
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { makeCommandFolder } from '../fixtures/cli.js';
import { check } from '../fixtures/doc-runs.js';
import { labRuns } from './doc-commands.js';

const COMMAND_LIMIT_MS = 300_000;

const folder = t.testdir({ work: {} });
const commands = makeCommandFolder(path.join(folder, 'bin'));
for (const name of ['build', 'scripts']) {
  symlinkSync(packageFile(name), path.join(folder, 'work', name));
}

for (const [command, run] of Object.entries(labRuns)) {
  t.test(command, { timeout: COMMAND_LIMIT_MS }, (t) =>
    check(t, run, async () => {
      const env = { PATH: `${commands}:${process.env.PATH}` };
      const options = { cwd: path.join(folder, 'work'), env, reject: false } as const;
      const words = ['-c', run.as ?? command];
      const { exitCode, stdout, stderr } = await execa('sh', words, {
        ...options,
        timeout: COMMAND_LIMIT_MS,
      });
      return { exitCode, said: `${stdout}\n${stderr}` };
    }),
  );
}
