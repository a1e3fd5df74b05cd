/**
 * Proofs that a Node.js has passed scripts/node/test: kept in the cache under a key of everything that it depends
 * on, so that what is slow is proved once for each change.
 *
 * node build/scripts/node/proof.js key FOLDER      prints the key for the Node.js in the folder
 * node build/scripts/node/proof.js check KEY NAME  ends with 0 if nothing has changed since it passed, else with 1
 * node build/scripts/node/proof.js save KEY LINE   keeps what a run that has just passed has come to
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached, cacheFolder } from '../../src/files/cache.js';
import { needTool } from '../../src/tools.js';
import { packageFile } from '../package-file.js';
import { sourceKey } from '../source-key.js';

/** Documentation that the unit suite reads is the same to every Node.js, and held against it by the suite itself. */
const DEPENDS_ON = ['src', 'scripts', 'test', 'package.json', 'package-lock.json', 'tsconfig.json'];

const [command, first = '', second = ''] = process.argv.slice(2);
if (command === 'key') {
  const node = path.join(first, 'bin/node');
  const version = await needTool('asking Node.js for its version', node, ['--version']);
  process.stdout.write(`${sourceKey(DEPENDS_ON, [version])}\n`);
} else {
  if (!/^[0-9a-f]{16}$/.test(first)) throw new Error(`${first} is no key`);
  const name = `node/proofs/${first}`;
  const file = path.join(cacheFolder(), name);
  if (command === 'save') {
    await cached(name, async (draft) => writeFileSync(draft, `${second}\n`));
  } else if (existsSync(file)) {
    const when = statSync(file).mtime.toISOString();
    const line = readFileSync(file, 'utf8').trim();
    process.stderr.write(
      `node: nothing has changed since ${second} passed at ${when} (${line}), key ${first}; ${packageFile('scripts/test')} node runs it again\n`,
    );
  } else {
    process.exitCode = 1;
  }
}
