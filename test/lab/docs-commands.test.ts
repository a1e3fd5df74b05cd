/** The commands of the documentation that boot a lab kernel. */

import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { CLI } from '../fixtures/cli.js';
import { check } from '../fixtures/doc-runs.js';
import { labRuns } from './doc-commands.js';

const COMMAND_LIMIT_MS = 300_000;

const folder = t.testdir({ bin: {}, work: {} });
const program = path.join(folder, 'bin/holerace');
writeFileSync(program, `#!/bin/sh\nexec ${process.execPath} ${CLI} "$@"\n`);
chmodSync(program, 0o755);
for (const name of ['build', 'scripts']) {
  symlinkSync(packageFile(name), path.join(folder, 'work', name));
}

for (const [command, run] of Object.entries(labRuns)) {
  t.test(command, { timeout: COMMAND_LIMIT_MS }, (t) =>
    check(t, run, async () => {
      const env = { PATH: `${path.join(folder, 'bin')}:${process.env.PATH}` };
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
