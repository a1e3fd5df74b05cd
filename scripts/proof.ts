/**
 * Proofs that a slow suite has held: kept in the cache under a key of everything that the suite depends on, so
 * that it is run once for each change.
 *
 * node build/scripts/proof.js key SUITE [FOLDER]    prints the key, for the Node.js in the folder
 * node build/scripts/proof.js check SUITE KEY       ends with 0 if nothing has changed since it held, else with 1
 * node build/scripts/proof.js save SUITE KEY        keeps what is read from standard input of the run that has held
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, UsageError } from '../src/errors.js';
import { cached, cacheFolder } from '../src/files/cache.js';
import { debFileOf, stockKernel } from '../src/kernels/debian/debian.js';
import { Exit } from '../src/result/verdict.js';
import { needTool } from '../src/tools.js';
import { bases } from './lab/bases.js';
import { sourcePackage } from './lab/source.js';
import { packageFile } from './package-file.js';
import { sourceKey } from './source-key.js';

interface Slow {
  /** Files and folders of the repository. */
  readonly places: readonly string[];
  /** What else it depends on: versions of tools and of kernels. */
  readonly others: (folder: string | undefined) => Promise<readonly string[]>;
}

const BUILT_BY = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/bundle-guest.ts'];
const PROOF = ['scripts/package-file.ts', 'scripts/source-key.ts', 'scripts/proof.ts'];

const SLOW: Readonly<Record<string, Slow>> = {
  /** Whatever could change what a lab kernel is or what is said of it. The documentation is read by the suite program. */
  lab: {
    places: [
      ...['src', 'scripts/lab', 'test/lab', 'test/fixtures', 'findings', ...BUILT_BY, ...PROOF],
    ],
    others: async () => {
      const sources = Object.values(bases).map(({ source }) => sourcePackage(source));
      const versions = (await Promise.all(sources)).map(({ version }) => version);
      return [process.version, await qemuVersion(), ...versions];
    },
  },
  /** Its kernels are those that the archive has today. */
  boot: {
    places: [
      ...['src', 'scripts', 'test/boot', 'test/fixtures', 'findings', ...BUILT_BY, ...PROOF],
    ],
    others: async () => {
      const kernel = await stockKernel();
      return [process.version, await qemuVersion(), await debFileOf(kernel.replace('debian:', ''))];
    },
  },
  /** What a bisect does, and what its commits are made of and built with. */
  commits: {
    places: [
      ...srcWithout('check', 'control', 'reproduce'),
      ...['scripts/lab', 'test/commits', 'test/fixtures/cli.ts', 'test/fixtures/processes.ts'],
      ...['test/fixtures/repositories.ts', ...BUILT_BY, ...PROOF],
    ],
    others: async () => {
      const { version } = await sourcePackage(bases['6.1'].source);
      const tools = await Promise.all(['gcc', 'ld', 'make', 'git'].map(versionOf));
      return [process.version, await qemuVersion(), version, ...tools];
    },
  },
  /** Documentation that the unit suite reads is the same to every Node.js, and held against it by the suite itself. */
  node: {
    places: ['src', 'scripts', 'test', ...BUILT_BY],
    others: async (folder) => {
      if (folder === undefined) throw new UsageError('name the folder of the Node.js');
      return [await versionOf(path.join(folder, 'bin/node'))];
    },
  },
};

/** What lies in src/, without rooms that a suite has no use for. */
function srcWithout(...rooms: readonly string[]): string[] {
  const names = readdirSync(packageFile('src')).filter((name) => !rooms.includes(name));
  return names.sort().map((name) => `src/${name}`);
}

const versionOf = (program: string): Promise<string> =>
  needTool(`asking ${program} for its version`, program, ['--version']);
const qemuVersion = (): Promise<string> => versionOf('qemu-system-x86_64');

/** @returns the status to end with */
async function main(command = '', suite = '', argument?: string): Promise<number> {
  const slow = SLOW[suite];
  if (slow === undefined) throw new UsageError(`of ${suite} there are no proofs`);
  if (command === 'key') {
    process.stdout.write(`${sourceKey(slow.places, await slow.others(argument))}\n`);
    return 0;
  }
  const key = argument ?? '';
  if (!/^[0-9a-f]{16}$/.test(key)) throw new UsageError(`${key} is no key`);
  const name = `proofs/${suite}/${key}`;
  if (command === 'save') {
    await cached(name, async (draft) => writeFileSync(draft, readFileSync(process.stdin.fd)));
    return 0;
  }
  return check(suite, key, path.join(cacheFolder(), name));
}

function check(suite: string, key: string, file: string): number {
  if (!existsSync(file)) return 1;
  const when = statSync(file).mtime.toISOString();
  process.stderr.write(
    `${suite}: left out, nothing has changed since it held at ${when}, key ${key}; scripts/test ${suite} runs it again\n${readFileSync(file, 'utf8')}`,
  );
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(...process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`proof: ${messageOf(error)}\n`);
    process.exitCode = Exit.FAULT;
  }
}
