/** Runs commands of the documentation that boot a stock kernel, in a copy of the repository. */
import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { Test } from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { makeCommandFolder } from '../fixtures/cli.js';
import { check } from '../fixtures/doc-runs.js';
import { ways } from '../fixtures/doc-ways.js';

const COMMAND_LIMIT_MS = 300_000;
/** What a fresh clone has, less what `scripts/setup` would take minutes to install. */
const CLONED = ['README.md', 'package.json', 'package-lock.json', 'tsconfig.json'];
const FOLDERS = ['findings', 'scripts', 'src', 'test'];
/** What runs the C program of a finding, and is there once the copy is built. */
const PROGRAM_RUNNER = 'node build/scripts/findings/run.js ';

/** Of a finding's C program, or of anything else: they take about as long as each other, and run side by side. */
export type Kind = 'programs' | 'others';

/** Runs those of one kind, in their order. */
export function runBoots(t: Test, kind: Kind): void {
  const clone = t.testdir();
  for (const name of [...CLONED, ...FOLDERS]) {
    cpSync(packageFile(name), path.join(clone, name), { recursive: true });
  }
  symlinkSync(packageFile('node_modules'), path.join(clone, 'node_modules'));
  const env = { PATH: `${makeCommandFolder(path.join(t.testdirName, 'bin'))}:${process.env.PATH}` };
  const run = async (line: string) => {
    const options = { cwd: clone, env, reject: false, timeout: COMMAND_LIMIT_MS } as const;
    const { exitCode, stdout, stderr } = await execa('sh', ['-c', line], options);
    return { exitCode, said: `${stdout}\n${stderr}` };
  };
  if (kind === 'programs')
    t.test('the copy is built', { timeout: COMMAND_LIMIT_MS }, (t) =>
      check(t, {}, () => run('npm run build')),
    );
  for (const [command, { boot }] of Object.entries(ways)) {
    const kindOf: Kind = command.startsWith(PROGRAM_RUNNER) ? 'programs' : 'others';
    if (boot === undefined || kindOf !== kind) continue;
    t.test(command, { timeout: COMMAND_LIMIT_MS }, (t) =>
      check(t, boot, () => run(boot.as ?? command)),
    );
  }
}
