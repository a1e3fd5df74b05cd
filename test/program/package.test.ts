/** The package as npm would publish it: what is in it, and that it works where nothing else is. */
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { VERSION } from '../../src/version.js';

/** mmap-io is compiled on the way, and what npm's cache lacks is fetched. */
const INSTALL_LIMIT_MS = 200_000;
const TEST_LIMIT_MS = 280_000;
const COMMAND_LIMIT_MS = 60_000;
/** TMPFS_MAGIC of statfs(2). */
const TMPFS = 0x01021994;
const MEMORY = '/dev/shm';

/** All that may be in it: the program, what it boots, what kernels and C programs are made of, and what npm adds. */
const NEEDED = [
  /^(?:LICENSE|README\.md|package\.json)$/,
  /^build\/(?:src|guest|scripts\/lab)\/[a-z0-9/.-]+\.js$/,
  /^build\/scripts\/package-file\.js$/,
  /^build\/guest\/[a-z-]+$/,
  /^build\/guest\/package\.json$/,
  /^build\/man\/holerace\.1$/,
  /^scripts\/lab\/(?:faults\/[a-z0-9.-]+\.cocci|kernel\.config)$/,
  /^src\/reproduce\/parts\/(?:[a-z-]+\/){0,2}[a-z-]+\.c$/,
  /^scripts\/fleet\/sweep\.(?:sbatch|k8s\.yaml)$/,
];
const LARGEST_BYTES = 1_340_000;

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** The official layout of Node.js brings the headers against which mmap-io is compiled. */
const env = { npm_config_nodedir: path.dirname(path.dirname(process.execPath)) };

async function pack(folder: string): Promise<Packed> {
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await execa('npm', words, { cwd: packageFile('.'), env });
  return (JSON.parse(stdout) as [Packed])[0];
}

t.test('it holds what it needs and nothing else', async (t) => {
  const { files, unpackedSize } = await pack(t.testdir());
  const paths = files.map((file) => file.path);
  t.same(
    paths.filter((one) => !NEEDED.some((pattern) => pattern.test(one))),
    [],
  );
  for (const one of ['build/src/cli/bin.js', 'build/guest/guest.process.js', 'README.md']) {
    t.ok(paths.includes(one), one);
  }
  t.ok(unpackedSize < LARGEST_BYTES, `${unpackedSize} bytes`);
});

t.test('installed into an empty folder it works', { timeout: TEST_LIMIT_MS }, async (t) => {
  const folder = t.testdir();
  const { filename } = await pack(folder);
  // Else npm would take the repository around it for its place.
  writeFileSync(path.join(folder, 'package.json'), '{}');
  const inFolder = { cwd: folder, env, reject: false } as const;
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${filename}`];
  const installed = await execa('npm', install, { ...inFolder, timeout: INSTALL_LIMIT_MS });
  t.equal(installed.exitCode, 0, installed.stderr);
  const npx = (...words: string[]) =>
    execa('npx', ['--no-install', 'holerace', ...words], {
      ...inFolder,
      timeout: COMMAND_LIMIT_MS,
    });
  t.equal((await npx('--version')).stdout, VERSION);
  const target = mkdtempSync(path.join(MEMORY, 'holerace-package-'));
  t.teardown(() => rmSync(target, { recursive: true, force: true }));
  t.equal(statfsSync(target).type, TMPFS);
  // A sequence, which comes out the same on a busy machine.
  const race = ['--expect', 'page-cache', '--scenario', 'stale-zero-page'];
  const raced = await npx('run', target, ...race);
  t.equal(raced.exitCode, 0, raced.stdout + raced.stderr);
  t.match(raced.stdout, /^clean: /m);
  const tested = await npx('selftest');
  t.equal(tested.exitCode, 0, tested.stdout + tested.stderr);
  t.match(tested.stdout, /^the checker sees stale reads on this machine$/m);
});
