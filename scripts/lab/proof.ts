/**
 * The lab's proof: the table of detection of a run of all lab kernels that held, kept in the cache under a
 * key of everything that it depends on, so that what is slow is proved once for each change.
 *
 * node build/scripts/lab/proof.js check      prints the table and ends with 0 if nothing has changed since, else with 1
 * node build/scripts/lab/proof.js key        prints the key
 * node build/scripts/lab/proof.js save KEY   keeps the table of the run that has just held, if the key is still the same
 */
import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, UsageError } from '../../src/errors.js';
import { cached, cacheFolder } from '../../src/files/cache.js';
import { Exit } from '../../src/result/verdict.js';
import { needTool } from '../../src/tools.js';
import { packageFile } from '../package-file.js';
import { sourceKey } from '../source-key.js';
import { bases } from './bases.js';
import { sourcePackage } from './source.js';

/** Where a run of the lab's tests leaves its table. */
export const TABLE_FILE = packageFile('build/lab/detection.md');

/** Whatever could change what a lab kernel is or what is said of it. */
const DEPENDS_ON = [
  ...[
    'src',
    'scripts/lab',
    'scripts/bundle-guest.ts',
    'scripts/package-file.ts',
    'scripts/source-key.ts',
    'test/lab',
  ],
  ...['test/fixtures/cli.ts', 'test/fixtures/kernel-source'],
  ...['package.json', 'package-lock.json', 'tsconfig.json'],
];

/** The key of the proof. */
export async function proofKey(): Promise<string> {
  const qemu = await needTool('asking QEMU for its version', 'qemu-system-x86_64', ['--version']);
  const packages = await Promise.all(
    Object.values(bases).map(({ source }) => sourcePackage(source)),
  );
  const versions = packages.map(({ version }) => version);
  return sourceKey(DEPENDS_ON, [process.version, qemu, ...versions]);
}

async function main(command: string | undefined, keyBefore: string | undefined): Promise<number> {
  const key = await proofKey();
  const name = `lab/proofs/${key}.md`;
  const file = path.join(cacheFolder(), name);
  if (command === 'key') {
    process.stdout.write(`${key}\n`);
    return 0;
  }
  if (command === 'save') {
    // What was changed during the run was not proved by it.
    if (key !== keyBefore) throw new Error('the sources have changed while the lab was running');
    await cached(name, async (draft) => copyFileSync(TABLE_FILE, draft));
    return 0;
  }
  if (!existsSync(file)) {
    process.stderr.write(`lab: there is no proof with the key ${key}\n`);
    return 1;
  }
  const when = statSync(file).mtime.toISOString();
  process.stderr.write(
    `lab: nothing has changed since the run of ${when}, key ${key}; scripts/test lab runs it again\n${readFileSync(file, 'utf8')}`,
  );
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(process.argv[2], process.argv[3]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`lab: ${messageOf(error)}\n`);
    process.exitCode = Exit.FAULT;
  }
}
